import type {Column} from "./table-column.js";

export interface DownloadOptions<Row> {
  columns: readonly Column<Row>[];
  /** As they are shown when a file is asked for. */
  rows: () => readonly Row[];
  /** What is shown, in words; the name by default. */
  title?: string;
  /** Its unit and period. */
  about?: string;
  /** What the files are called; made from the title by default. */
  name?: string;
  /** The figure to save as a picture; none for a table that stands alone. */
  picture?: () => HTMLElement;
}
