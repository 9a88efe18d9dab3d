import {type ChildProcess, spawn} from "node:child_process";
import {once} from "node:events";
import {connect} from "node:net";
import {frameworkScript} from "../build.ts";
import {endWithParent} from "../end-with-parent.ts";
import {type SiteOptions, siteEnvironment} from "../site-environment.ts";
import {lastLines} from "./problems.ts";

export interface PreviewOptions extends SiteOptions {
  port: number;
}

/** Framework's preview, as a process that ends with this one. */
export class PreviewProcess {
  readonly #child: ChildProcess;
  readonly #port: number;
  #printed = "";
  #ready: Promise<boolean> | undefined;
  /** Resolves to the exit code. */
  readonly exit: Promise<number | null>;

  constructor({port, ...options}: PreviewOptions) {
    this.#port = port;
    const address = ["--host", "127.0.0.1", "--port", String(port)];
    const args = [...endWithParent, "--import", "tsx", frameworkScript, "preview", "--no-open", ...address];
    const env = siteEnvironment(options);
    this.#child = spawn(process.execPath, args, {cwd: options.root, env, stdio: ["ignore", "ignore", "pipe", "ipc"]});
    this.#child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.#printed = (this.#printed + text).slice(-20_000);
    });
    this.exit = once(this.#child, "close").then(([code]) => code as number | null);
  }

  /** Waits until it answers; false when it has ended. */
  ready(): Promise<boolean> {
    this.#ready ??= this.#answering();
    return this.#ready;
  }

  async #answering(): Promise<boolean> {
    let ended = false;
    void this.exit.then(() => {
      ended = true;
    });
    while (!ended) {
      const socket = connect(this.#port, "127.0.0.1");
      const open = await once(socket, "connect").then(
        () => true,
        () => false
      );
      socket.destroy();
      if (open) return true;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return false;
  }

  /** The last lines that it printed as errors. */
  get printed(): string {
    return lastLines(this.#printed);
  }

  stop(signal: NodeJS.Signals = "SIGTERM"): void {
    this.#child.kill(signal);
  }
}
