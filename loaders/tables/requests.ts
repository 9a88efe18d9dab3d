import {Fragment, literal} from "../lake/fragment.ts";
import {datasetColumns, selectColumns} from "./dataset-columns.ts";
import {yearMs} from "./monthly-parts.ts";
import type {TableSource} from "./table-source.ts";

const columns = ["requestedAt", "source", "id", "subject", "requester", "processedAt", "processor", "outcome"];

/**
 * A request is revised when it is processed, however late: which months have changed is seen by their content. All of them
 * are looked up at once, since what was noted otherwise before may have lain in another month.
 */
export const requests: TableSource = {
  name: "requests",
  about:
    "work asked for in the last year and its processing, as it was last seen, a file a month, sorted by the time of asking",
  time: "requestedAt",
  columns: [
    ...datasetColumns("requests", columns),
    {name: "delay", type: "double", unit: "min", about: "from asking to processing; null while waiting"}
  ],
  async parts(lake, store) {
    const first = new Date(lake.now - yearMs);
    const from = Date.UTC(first.getUTCFullYear(), first.getUTCMonth());
    const whole = await store.make(
      {
        name: "requests-all",
        query: lake.fragment`
          SELECT ${selectColumns("requests", columns)}, epoch_ms(processedAt - requestedAt)::DOUBLE / 60000 AS delay
          FROM ${lake.rows("requests", {from, to: lake.now + 1})} ORDER BY requestedAt, source, id`
      },
      "requestedAt"
    );
    const all = new Fragment([literal(store.path(whole))]);
    const months = await lake.sql<{month: string; rows: number; content: string}>`
      SELECT strftime(requestedAt, '%Y-%m') AS month, count(*) AS rows, sum(hash(r)::HUGEINT)::VARCHAR AS content
      FROM ${all} AS r GROUP BY month ORDER BY month`;
    const part = (name: string, where: Fragment) => ({
      name,
      query: lake.fragment`SELECT * FROM ${all} WHERE ${where} ORDER BY requestedAt, source, id`
    });
    if (!months.length) return [part("requests", new Fragment(["false"]))];
    return months.map(({month, ...key}) => ({
      ...part(`requests-${month}`, lake.fragment`strftime(requestedAt, '%Y-%m') = ${month}`),
      key
    }));
  }
};
