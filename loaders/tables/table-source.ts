import type {Lake} from "../lake.ts";
import type {PublishedTable, TablePart} from "./published-table.ts";
import type {TableStore} from "./table-store.ts";

/** How a table is made. */
export interface TableSource extends Pick<PublishedTable, "name" | "about" | "columns"> {
  /** The column that bounds are taken of. */
  time: string;
  /** The files to make, the oldest first. What only helps to make them is made in the store. */
  parts(lake: Lake, store: TableStore): Promise<TablePart[]>;
}
