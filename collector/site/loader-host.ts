import {type ChildProcess, fork} from "node:child_process";
import {once} from "node:events";
import type {LoaderAnswer, LoaderJob} from "../../loaders/loader-job.ts";

/** A process that runs one loader after the other, over one lake. */
export class LoaderHost {
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown>;

  constructor(file: string, options: {cwd: string; env: NodeJS.ProcessEnv; signal?: AbortSignal}) {
    this.#child = fork(file, {...options, execArgv: [], stdio: ["ignore", "ignore", "ignore", "ipc"]});
    this.#child.on("error", () => {}); // an abort, or no process: each job hears of it
    this.#ended = once(this.#child, "exit").catch(() => null);
  }

  /** null when the process came to its end instead, or when it takes longer than `limitMs`, which ends it. */
  async run(job: LoaderJob, {limitMs}: {limitMs: number}): Promise<LoaderAnswer | null> {
    if (!this.#child.connected) return null;
    const timer = setTimeout(() => this.#child.kill("SIGKILL"), limitMs);
    const answered = once(this.#child, "message").then(
      ([answer]) => answer as LoaderAnswer,
      () => null
    );
    try {
      this.#child.send(job, () => {});
      return await Promise.race([answered, this.#ended.then(() => null)]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Ends the process, and waits for its end. */
  async close(): Promise<void> {
    if (this.#child.connected) this.#child.disconnect();
    await this.#ended;
  }
}
