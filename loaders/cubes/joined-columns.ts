type Columns = Record<string, Float64Array>;

/** Tables of the columns named, one below the other. */
export const joinedColumns = (tables: readonly Columns[], names: readonly string[]): Columns =>
  Object.fromEntries(names.map((name) => [name, joined(tables.map((table) => table[name]!))]));

function joined(parts: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
