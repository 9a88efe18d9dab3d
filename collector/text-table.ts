/** Control characters, and those that change the direction of what follows: a terminal would obey them. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is they that are looked for
const unsafe = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/** A text that a terminal shows as it is: what is not printable as \u001b. */
export const printable = (text: string): string =>
  text.replace(unsafe, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);

/**
 * A table for people: columns as wide as their widest cell, two spaces between them, every line cut to `width` characters
 * and ended by a newline.
 */
export function textTable(head: string[], rows: string[][], {width = Number.POSITIVE_INFINITY} = {}): string {
  const cells = [head, ...rows].map((row) => row.map(printable));
  const widths = head.map((_, i) => cells.reduce((widest, row) => Math.max(widest, row[i]!.length), 0));
  const line = (row: string[]) =>
    row
      .map((cell, i) => cell.padEnd(widths[i]!))
      .join("  ")
      .trimEnd();
  const cut = (text: string) => (text.length > width ? `${text.slice(0, width - 1)}…` : text);
  return cells.map((row) => `${cut(line(row))}\n`).join("");
}
