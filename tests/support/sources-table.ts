import type {SourceKind} from "../../collector/source.ts";

const start = "<!-- sources: made by UPDATE=1 npm test -- repository -->\n";
const end = "<!-- /sources -->\n";

/** README's table of the kinds of source, from what each says of itself. */
export function sourcesTable(kinds: Record<string, SourceKind>): string {
  const rows = Object.values(kinds)
    .sort((a, b) => a.kind.localeCompare(b.kind))
    .map(({kind, about, example}) => `| \`${kind}\` | ${cell(about)} | \`${cell(example)}\` |\n`);
  return `| kind | what it reads | in weir.config.ts |\n|---|---|---|\n${rows.join("")}`;
}

/** README with this table between its two marks. Throws when it has no marks. */
export function withSourcesTable(readme: string, table: string): string {
  const [from, to] = [readme.indexOf(start), readme.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`README.md has no place for the table of sources: ${start}`);
  return readme.slice(0, from + start.length) + table + readme.slice(to);
}

const cell = (text: string) => text.trim().replace(/\s+/g, " ").replaceAll("|", "\\|");
