import type {AfterTest} from "../../tests/support/after-test.ts";

const signals = ["SIGINT", "SIGTERM"] as const;

/** Stands in for a test's context, so that benchmarks use the helpers of the tests. An interrupt ends it, too. */
export class Scope implements AfterTest {
  readonly #cleans: (() => unknown)[] = [];
  readonly #interrupted = () => void this.end().finally(() => process.exit(130));

  constructor() {
    for (const signal of signals) process.once(signal, this.#interrupted);
  }

  after(clean: () => unknown): void {
    this.#cleans.push(clean);
  }

  async end(): Promise<void> {
    for (const signal of signals) process.off(signal, this.#interrupted);
    for (const clean of this.#cleans.splice(0)) await clean();
  }
}
