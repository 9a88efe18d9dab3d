import {relative} from "node:path";
import {root} from "./root.ts";

/** The part of node:test's events that counting needs. */
export interface TestEvent {
  type: string;
  data: {
    name?: string;
    file?: string;
    skip?: string | boolean;
    todo?: string | boolean;
    details?: {type?: string; error?: {failureType?: string}};
  };
}

/** Counts tests as node:test does, across several runs, and remembers why tests were skipped. */
export class Tally {
  readonly #started = performance.now();
  readonly counts = {tests: 0, suites: 0, pass: 0, fail: 0, cancelled: 0, skipped: 0, todo: 0};
  /** One line for each skipped test: file, title and reason. */
  readonly skips: string[] = [];
  /** Files without a single test, which count as failed. */
  readonly empty: string[] = [];

  add({type, data}: TestEvent): void {
    if (type !== "test:pass" && type !== "test:fail") return;
    const passed = type === "test:pass";
    const failure = data.details?.error?.failureType;
    const file = data.file ? relative(root, data.file) : "";
    if (data.details?.type === "suite") {
      this.counts.suites++;
      if (!passed && failure !== "subtestsFailed") this.counts.fail++;
      return;
    }
    this.counts.tests++;
    if (data.skip !== undefined) {
      this.counts.skipped++;
      this.skips.push(`${file}: ${data.name}: ${typeof data.skip === "string" ? data.skip : "no reason given"}`);
    } else if (data.todo !== undefined) this.counts.todo++;
    else if (failure === "cancelledByParent") this.counts.cancelled++;
    else if (!passed) this.counts.fail++;
    else if (data.name === data.file) {
      this.counts.fail++;
      this.empty.push(file);
    } else this.counts.pass++;
  }

  get ok(): boolean {
    const {tests, fail, cancelled} = this.counts;
    return tests > 0 && fail === 0 && cancelled === 0;
  }

  /** What was skipped and the totals, in the form that node's TAP reporter gives them. */
  summary(): string {
    const {skips, empty} = this;
    const list = (title: string, lines: string[]) => (lines.length ? [title, ...lines.map((line) => `  ${line}`)] : []);
    return [
      ...list(`SKIPPED ${skips.length}, with the reason:`, skips),
      ...list("FILES WITHOUT A TEST:", empty),
      ...Object.entries(this.counts).map(([name, count]) => `# ${name} ${count}`),
      `# duration_ms ${Math.round(performance.now() - this.#started)}`
    ].join("\n");
  }
}
