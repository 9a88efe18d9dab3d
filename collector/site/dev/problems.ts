/** What an editor has to mend: a loader that fails, a page that cannot be as it is, a preview that stopped. */
export interface Problem {
  /** Where it is: a file, with line and column where they are known. */
  place: string;
  message: string;
  /** What was printed, the last lines of it. */
  printed?: string;
}

type Listener = () => void;

/** The problems of the moment, by where they come from, and a word to whoever shows them. */
export class Problems {
  readonly #bySource = new Map<string, Problem[]>();
  readonly #listeners = new Set<Listener>();

  /** Those of one source; none mends it. */
  set(source: string, problems: readonly Problem[]): void {
    if (JSON.stringify(this.#bySource.get(source) ?? []) === JSON.stringify(problems)) return;
    if (problems.length) this.#bySource.set(source, [...problems]);
    else this.#bySource.delete(source);
    for (const listener of this.#listeners) listener();
  }

  /** Those of every source that is asked for. */
  of(wanted: (source: string) => boolean): Problem[] {
    return [...this.#bySource].filter(([source]) => wanted(source)).flatMap(([, problems]) => problems);
  }

  /** Calls back at every change, until the returned function is called. */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

/** The last lines of what a process printed, without the frames of a stack that are not the project's. */
export function lastLines(text: string, {lines = 12} = {}): string {
  return text
    .trim()
    .split("\n")
    .filter((line) => !/^\s+at .*(node:internal|node_modules)/.test(line))
    .slice(-lines)
    .join("\n");
}
