/** Tables that can be queried in the browser, as `tables/index.json` lists them. Times are UTC ms. */
export interface TablesIndex {
  builtAt: number;
  observedThrough: number | null;
  tables: PublishedTable[];
}

export interface PublishedTable {
  name: string;
  about: string;
  rows: number;
  from: number | null;
  to: number | null;
  columns: TableColumn[];
  files: TableFile[];
}

export interface TableColumn {
  name: string;
  type: "timestamp" | "string" | "double" | "integer" | "boolean";
  unit?: string;
  about?: string;
}

export interface TableFile {
  /** Relative to the address of the index. */
  url: string;
  rows: number;
  bytes: number;
  from: number | null;
  to: number | null;
}

/** A page's attachment, as `FileAttachment("tables/index.json")` gives it. */
export interface IndexAttachment {
  href: string;
  json(): Promise<unknown>;
}

/** The index with the whole address of every file. */
export async function publishedTables(attachment: IndexAttachment): Promise<TablesIndex> {
  const index = (await attachment.json()) as TablesIndex;
  const base = new URL(attachment.href, document.baseURI);
  const whole = (file: TableFile) => ({...file, url: new URL(file.url, base).href});
  return {...index, tables: index.tables.map((table) => ({...table, files: table.files.map(whole)}))};
}
