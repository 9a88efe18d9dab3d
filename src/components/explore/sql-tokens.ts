/** A piece of SQL; `from` and `to` are offsets in its text, half-open. */
export interface SqlToken {
  kind: "word" | "quoted" | "string" | "number" | "comment" | "input" | "symbol";
  text: string;
  from: number;
  to: number;
}

const patterns: [SqlToken["kind"], RegExp][] = [
  ["comment", /--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/y],
  ["input", /\$\{[^{}]*\}?/y],
  ["string", /[eE]?'(?:[^']|'')*(?:'|$)|\$(\w*)\$[\s\S]*?(?:\$\1\$|$)/y],
  ["quoted", /"(?:[^"]|"")*(?:"|$)/y],
  ["word", /[\p{L}_][\p{L}\p{N}_$]*/uy],
  ["number", /(?:\d[\d_]*)?\.?\d+(?:[eE][+-]?\d+)?/y],
  ["symbol", /[\s\S]/y]
];

/** Cuts SQL as DuckDB reads it into pieces, `${name}` among them; white space is left out. Never throws. */
export function sqlTokens(sql: string): SqlToken[] {
  const tokens: SqlToken[] = [];
  for (let at = 0; at < sql.length; ) {
    if (/\s/.test(sql[at]!)) {
      ++at;
      continue;
    }
    for (const [kind, pattern] of patterns) {
      pattern.lastIndex = at;
      const text = pattern.exec(sql)?.[0];
      if (!text) continue;
      tokens.push({kind, text, from: at, to: at + text.length});
      at += text.length;
      break;
    }
  }
  return tokens;
}

/** The name that a word or a quoted word stands for, in lower case as DuckDB compares names; null for other pieces. */
export function nameOf({kind, text}: SqlToken): string | null {
  if (kind === "word") return text.toLowerCase();
  return kind === "quoted" ? text.slice(1, -1).replaceAll('""', '"').toLowerCase() : null;
}
