import type {DuckDBResult} from "@duckdb/node-api";

/** A result of DOUBLE columns as typed arrays by name; null is NaN. */
export async function numericColumns(result: DuckDBResult): Promise<Record<string, Float64Array>> {
  const chunks = await result.fetchAllChunks();
  const rows = chunks.reduce((sum, {rowCount}) => sum + rowCount, 0);
  const columns = result.columnNames().map((name, column): [string, Float64Array] => {
    const numbers = new Float64Array(rows);
    let row = 0;
    for (const chunk of chunks) {
      const vector = chunk.getColumnVector(column);
      const end = vector.itemCount;
      for (let i = 0; i < end; i++) numbers[row++] = (vector.getItem(i) as number | null) ?? Number.NaN;
    }
    return [name, numbers];
  });
  return Object.fromEntries(columns);
}
