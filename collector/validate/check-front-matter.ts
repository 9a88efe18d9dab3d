import {isMap, isScalar, LineCounter, type Pair, parseDocument, type YAMLMap} from "yaml";
import type {Mistake} from "./mistake.ts";
import {didYouMean} from "./nearest.ts";
import type {Page} from "./read-page.ts";

/** A table that a page's SQL may name, and the file it is made of. */
export interface TableSource {
  name: string;
  /** As it is written. */
  source: string;
  /** Of the source, in the file. */
  offset: number;
}

export interface FrontMatter {
  mistakes: Mistake[];
  tables: TableSource[];
  draft: boolean;
}

type Kind = "text" | "flag" | "toc" | "texts" | "tables";

/** What Framework reads of a front matter. */
const keys: Record<string, Kind> = {
  title: "text",
  toc: "toc",
  sidebar: "flag",
  index: "flag",
  draft: "flag",
  pager: "text",
  head: "text",
  header: "text",
  footer: "text",
  style: "text",
  theme: "texts",
  keywords: "texts",
  sql: "tables"
};

const tocKeys: Record<string, Kind> = {show: "flag", label: "text"};

/** Checks a page's front matter: a mistake in it would be published as text. */
export function checkFrontMatter({source, frontMatter}: Page): FrontMatter {
  const found: FrontMatter = {mistakes: [], tables: [], draft: false};
  if (!frontMatter) return found;
  const place = (range: readonly number[] | null | undefined) => frontMatter.offset(range?.[0] ?? 0);
  const wrong = (offset: number, message: string, hint?: string) =>
    found.mistakes.push(source.mistake(offset, message, hint));
  if (source.text.indexOf("\n---", 3) < 0)
    wrong(0, "front matter without an end", "write --- on a line of its own below it");
  const document = parseDocument(frontMatter.text, {lineCounter: new LineCounter(), prettyErrors: false});
  for (const {message, pos} of [...document.errors, ...document.warnings])
    wrong(place(pos), `front matter cannot be read: ${lowerFirst(message)}`, advice(message));
  if (document.errors.length || document.contents === null) return found;
  if (!isMap(document.contents)) {
    wrong(
      place(document.contents.range),
      "front matter cannot be read: no settings",
      "write lines such as title: Load"
    );
    return found;
  }
  checkMap(document.contents, keys, "");
  return found;

  function checkMap(map: YAMLMap, known: Record<string, Kind>, prefix: string) {
    for (const pair of map.items) {
      const name = String(isScalar(pair.key) ? pair.key.value : pair.key);
      const at = place((pair.key as {range?: number[]}).range);
      if (!Object.hasOwn(known, name))
        wrong(
          at,
          `unknown setting: ${prefix}${name}`,
          didYouMean(name, Object.keys(known)) ?? `known are ${Object.keys(known).join(", ")}`
        );
      else checkValue(pair, known[name]!, `${prefix}${name}`, at);
    }
  }

  function checkValue({value: node}: Pair, kind: Kind, name: string, at: number) {
    const value = isScalar(node) ? node.value : node;
    const where = isScalar(node) && node.range ? place(node.range) : at;
    const want = (fits: boolean, remedy: string) => fits || wrong(where, `wrong kind of value: ${name}`, remedy);
    if (kind === "text")
      want(value === null || typeof value === "string" || typeof value === "number" || value === false, "write a text");
    if (kind === "flag") want(typeof value === "boolean", "write true or false");
    if (kind === "texts") want(typeof value === "string" || !isMap(node), "write a text or a list of texts");
    if (kind === "toc")
      isMap(node)
        ? checkMap(node, tocKeys, "toc.")
        : want(value === null || typeof value === "boolean", "write true, false, or show and label");
    if (kind === "tables")
      isMap(node)
        ? addTables(node)
        : want(false, "write a line for each table, as in readings: ./data/readings.parquet");
    if (name === "draft") found.draft = value === true;
  }

  function addTables(map: YAMLMap) {
    for (const {key, value} of map.items) {
      const [name, file] = [key, value].map((node) => (isScalar(node) ? node.value : null));
      const offset = place((value as {range?: number[]} | null)?.range ?? (key as {range?: number[]}).range);
      if (typeof file !== "string" || name === null)
        wrong(offset, `wrong kind of value: sql.${name}`, "write the name of a file");
      else found.tables.push({name: String(name), source: file, offset});
    }
  }
}

const lowerFirst = (text: string): string => text.slice(0, 1).toLowerCase() + text.slice(1);

function advice(message: string): string | undefined {
  return /nested mappings|implicit|colon/i.test(message)
    ? 'put a text with a colon in quotes, as in title: "Load: today"'
    : undefined;
}
