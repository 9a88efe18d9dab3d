const whitespace = /[\t\n\r ]*/y;
// Everything from the space on but quotation mark and backslash.
const plain = /[ !#-[\]-\uffff]*/y;
const escaped = /\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/y;
const scalar = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

/** Where a text stops being JSON: the position of the first token that cannot stand there. Node's parser seldom says. */
export function jsonErrorPosition(text: string): number {
  const open: ("[" | "{")[] = [];
  let at = 0;
  const skip = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    const matched = pattern.test(text);
    if (matched) at = pattern.lastIndex;
    return matched;
  };
  const take = (character: string, afterSpace = true): boolean => {
    if (afterSpace) skip(whitespace);
    if (text[at] !== character) return false;
    at++;
    return true;
  };
  const string = (): boolean => {
    const start = at;
    if (!take('"')) return false;
    do skip(plain);
    while (skip(escaped));
    if (take('"', false)) return true;
    at = start;
    return false;
  };
  const key = (): boolean => {
    skip(whitespace);
    return string() && take(":");
  };
  /** Closes what ends here and passes the comma; false at the end of the text or at the mistake. */
  const next = (): boolean => {
    while (open.length) {
      if (take(open.at(-1) === "[" ? "]" : "}")) open.pop();
      else return take(",") && (open.at(-1) === "[" || key());
    }
    skip(whitespace);
    return false;
  };
  for (;;) {
    skip(whitespace);
    if (take("[")) {
      open.push("[");
      if (!take("]")) continue;
      open.pop();
    } else if (take("{")) {
      open.push("{");
      if (!take("}")) {
        if (key()) continue;
        return at;
      }
      open.pop();
    } else if (!string() && !skip(scalar)) return at;
    if (!next()) return at;
  }
}
