import {nameOf, sqlTokens} from "./sql-tokens.js";

/** What is wrong with a cell's SQL, and where in it: half-open offsets, or null where DuckDB does not say. */
export interface SqlError {
  message: string;
  place: {from: number; to: number} | null;
}

/**
 * Reads DuckDB's message, which ends in the line with a caret below it. `sent` is what DuckDB got, `linesBefore` how many
 * lines of it precede the cell's own `sql`.
 */
export function sqlError(
  text: string,
  {sent, sql, linesBefore}: {sent: string; sql: string; linesBefore: number}
): SqlError {
  const [, before = text, line, shown, indent] = /^([\s\S]*?)\n*LINE (\d+): (.*)\n( *)\^/.exec(text) ?? [];
  const message = plainly(before);
  if (line === undefined) {
    const end = sql.trimEnd().length;
    return {
      message,
      place: /at end of input/.test(before) ? {from: Math.max(0, end - 1), to: end} : named(sql, before)
    };
  }
  const whole = sent.split("\n")[Number(line) - 1] ?? "";
  const own = Number(line) - 1 - linesBefore;
  if (own < 0) return {message, place: null};
  // the caret below a line that was cut can be anywhere when other lines precede it
  if (/^\.\.\./.test(shown!) && quoted(before)) return {message, place: named(sql, before)};
  const excerpt = shown!.replace(/^\.\.\.|\.\.\.$/g, "");
  const cut = shown!.startsWith("...") ? 3 : 0;
  const caret = indent!.length - `LINE ${line}: `.length - cut;
  const column = nearest(whole, Math.max(0, whole.indexOf(excerpt)) + caret, quoted(before));
  const lines = sql.split("\n");
  const ownLine = lines[own] ?? "";
  const start = lines.slice(0, own).reduce((sum, {length}) => sum + length + 1, 0);
  const from = start + Math.min(columnOf(ownLine, whole, column), Math.max(0, ownLine.length - 1));
  return {message, place: {from, to: Math.min(sql.length, from + wordLength(sql.slice(from)))}};
}

/** Where the cell first names what the message quotes. */
function named(sql: string, message: string): SqlError["place"] {
  const name = quoted(message)?.toLowerCase();
  const token = sqlTokens(sql).find((token) => name !== undefined && nameOf(token) === name);
  return token ? {from: token.from, to: token.to} : null;
}

/** Inputs stand in the cell's own line as `${name}` where DuckDB saw `?`. */
function columnOf(own: string, sent: string, column: number): number {
  let [i, j] = [0, 0];
  while (j < column && i < own.length) {
    const input = sent[j] === "?" ? /^\$\{[^{}]*\}/.exec(own.slice(i))?.[0] : undefined;
    i += input?.length ?? 1;
    ++j;
  }
  return i;
}

/** Wide characters shift the caret: where the message quotes what it means, the place is the nearest of those. */
function nearest(line: string, column: number, name: string | undefined): number {
  if (!name) return column;
  const found: number[] = [];
  for (let at = line.indexOf(name); at >= 0; at = line.indexOf(name, at + 1)) found.push(at);
  return found.sort((a, b) => Math.abs(a - column) - Math.abs(b - column))[0] ?? column;
}

const quoted = (message: string): string | undefined => {
  const [, one, other] = /(?:near|column) "([^"\n]+)"|with name "?([\w.]+)"? /.exec(message) ?? [];
  return one ?? other;
};

const wordLength = (text: string): number =>
  /^(?:\$\{[^{}]*\}|"[^"]*"?|'[^']*'?|[\p{L}\p{N}_.]+|[\s\S])/u.exec(text)?.[0].length ?? 0;

const plainly = (message: string): string =>
  message
    .replace(/^Error: /, "")
    .replace(/\n{2,}/g, "\n")
    .trim();
