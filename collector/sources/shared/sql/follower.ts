import type {SourceContext} from "../../../source.ts";
import type {rowConverter} from "./converted-row.ts";
import type {SqlDatabase} from "./database.ts";
import type {OrderedTable} from "./read-pages.ts";
import type {GrowingTable} from "./table-options.ts";
import type {Window} from "./window.ts";

/** What following a growing table takes. */
export interface Follower {
  database: SqlDatabase;
  given: GrowingTable;
  ordered: OrderedTable;
  context: SourceContext;
  /** Columns that hold instants. */
  utc: Set<string>;
  window: Window;
  /** Whether each row of the window was known when the comparison began. */
  isKnown: boolean;
  convert: ReturnType<typeof rowConverter>;
}
