import type {Mistake} from "./mistake.ts";

/** A file's text, in which offsets become lines and columns. */
export class SourceText {
  readonly lines: string[];
  readonly #starts: number[];

  constructor(
    readonly file: string,
    readonly text: string
  ) {
    this.lines = text.split("\n");
    let start = 0;
    this.#starts = this.lines.map((line) => {
      const own = start;
      start += line.length + 1;
      return own;
    });
  }

  /** Offset of a line (from 0) and a column (from 0). */
  offset(line: number, column = 0): number {
    return (this.#starts[line] ?? this.text.length) + column;
  }

  mistake(offset: number, message: string, hint?: string): Mistake {
    let line = this.#starts.findLastIndex((start) => start <= offset);
    if (line < 0) line = 0;
    return {file: this.file, line: line + 1, column: offset - this.#starts[line]! + 1, message, ...(hint && {hint})};
  }

  /**
   * Where the lines of an extract stand, which begins at a line (from 0) and lacks what stood before (a quote's mark, a
   * list's indent) or behind its lines.
   */
  extract(text: string, firstLine: number): Extract {
    let from = 0;
    const parts = text.split("\n").map((line, i) => {
      const start = from;
      from += line.length + 1;
      return {start, at: this.offset(firstLine + i, Math.max(0, this.lines[firstLine + i]?.indexOf(line) ?? 0))};
    });
    const offset = (index: number) => {
      const part = parts.findLast(({start}) => start <= index) ?? parts[0]!;
      return part.at + index - part.start;
    };
    return {text, offset};
  }
}

/** A part of a file, with the way from its own offsets to the file's. */
export interface Extract {
  text: string;
  offset: (index: number) => number;
}

/** A part of an extract. */
export const within = ({offset}: Extract, start: number, text: string): Extract => ({
  text,
  offset: (index) => offset(start + index)
});
