/** What is wrong at one place of a file. */
export interface Mistake {
  /** Relative to the project. */
  file: string;
  /** From 1. */
  line: number;
  /** From 1. */
  column: number;
  message: string;
  /** What to write or do instead. */
  hint?: string;
}

/** `src/load.md:12:5: unknown column: valeu (did you mean value?)` */
export const mistakeLine = ({file, line, column, message, hint}: Mistake): string =>
  `${file}:${line}:${column}: ${message}${hint ? ` (${hint})` : ""}`;

/** By file, then by place; each once. */
export function sortedMistakes(mistakes: readonly Mistake[]): Mistake[] {
  const once = new Map(mistakes.map((mistake) => [mistakeLine(mistake), mistake]));
  return [...once.values()].sort(
    (a, b) => compare(a.file, b.file) || a.line - b.line || a.column - b.column || compare(a.message, b.message)
  );
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
