import type {Column} from "./data-table.js";

export interface DownloadOptions<Row> {
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  /** What is shown, in words; the name by default. */
  title?: string;
  /** Its unit and period. */
  about?: string;
  /** What the files are called; made from the title by default. */
  name?: string;
  /** The figure to save as a picture; none for a table that stands alone. */
  picture?: () => HTMLElement;
}
