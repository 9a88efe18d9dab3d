import type {Run} from "../catalog.ts";
import type {RunStore} from "./scheduler.ts";

/** So many runs are remembered while they cannot be kept. */
const mostRemembered = 1000;

/**
 * Runs as a store keeps them, and besides, as long as this process lives, those that it could not keep, as on a full disk:
 * a job that seemed not to have run would run again at once. They are kept, in their order, with the next one that can be.
 */
export class RememberedRuns implements RunStore {
  #unkept: Run[] = [];

  constructor(
    private readonly store: RunStore,
    private readonly failed: (run: Run, error: Error) => void = () => {}
  ) {}

  addRun(run: Run): void {
    this.#unkept = [...this.#unkept, run].slice(-mostRemembered);
    try {
      for (const one of [...this.#unkept]) {
        this.store.addRun(one);
        this.#unkept.shift();
      }
    } catch (error) {
      this.failed(run, error as Error);
    }
  }

  lastSuccess(job: string): Run | undefined {
    return this.#unkept.findLast((run) => run.job === job && run.ok) ?? this.store.lastSuccess(job);
  }

  failures(job: string): Run[] {
    const unkept = this.#unkept.filter((run) => run.job === job);
    const succeeded = unkept.findLastIndex(({ok}) => ok);
    const kept = succeeded < 0 ? this.store.failures(job) : [];
    return [...kept, ...unkept.slice(succeeded + 1)].slice(-10);
  }
}
