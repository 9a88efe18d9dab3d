import {type CellGraph, cellGraph} from "./cell-graph.js";
import {chartSpec} from "./chart-spec.js";
import {chartTitle} from "./chart-title.js";
import {withNeeds} from "./compose-sql.js";
import {type Cell, type ChartCell, type InputCell, isNamed, type Notebook, type SqlCell} from "./notebook.js";
import {code, plotCode} from "./plot-code.js";
import {proposeChart} from "./propose-chart.js";
import type {QueryResult} from "./query-result.js";
import type {SafeMarkdown} from "./safe-markdown.js";

export interface ExportOptions {
  /** The last result of a SQL cell; charts need the results that they draw. */
  result(id: string): QueryResult | null;
  markdown: SafeMarkdown;
  /** Names of the published tables. */
  tables?: Iterable<string>;
}

/**
 * A notebook as a page of the site: saved as a .md file in src/, it builds to the same inputs, results and charts. Throws
 * what has to be put right first.
 */
export function exportPage(notebook: Notebook, options: ExportOptions): string {
  const graph = cellGraph(notebook, options.tables);
  for (const {cell, problems} of graph.order)
    if (problems[0]) throw new Error(`${isNamed(cell) ? cell.name : `${cell.kind} cell`}: ${problems[0].message}`);
  const title = notebook.title.trim() || "Notebook";
  const parts = notebook.cells.map((cell) => part(cell, graph, options)).filter((text) => text !== "");
  const headed = notebook.cells[0]?.kind === "text" && /^# /.test(notebook.cells[0].text);
  return `${[frontMatter(title), ...(headed ? [] : [`# ${heading(title)}`]), preamble, ...parts].join("\n\n")}\n`;
}

const frontMatter = (title: string): string => `---\ntitle: ${JSON.stringify(title)}\ntoc: false\n---`;

const heading = (title: string): string =>
  title.replace(/[^\p{L}\p{N} ,.:;%/()'-]/gu, (character) => `&#${character.codePointAt(0)};`);

const preamble = fenced(
  "js",
  `import {chart} from "./components/chart.js";
import {lakeSql} from "./components/database.js";
import {emptyState} from "./components/empty-state.js";
import {resultTable} from "./components/explore/result-columns.js";

const sql = lakeSql(FileAttachment("tables/index.json"));`
);

function part(cell: Cell, graph: CellGraph, options: ExportOptions): string {
  switch (cell.kind) {
    case "text":
      return options.markdown.page(cell.text);
    case "input":
      return fenced("js", `const ${cell.name} = view(${inputCode(cell, graph)});`);
    case "sql":
      return cell.sql.trim() ? sqlPart(cell, graph) : "";
    case "chart":
      return chartPart(cell, graph, options);
  }
}

/** What nothing else shows is shown as a table. */
function sqlPart(cell: SqlCell, graph: CellGraph): string {
  const nameOf = (name: string) => nameIn(graph, name);
  const {text} = withNeeds(cell, graph, (name, field) => `\${${nameOf(name)}${field ? `.${field}` : ""}}`);
  const used = graph.order.some(({needs}) => needs.includes(cell.id));
  return fenced(`sql id=${cell.name}${used ? "" : " display"}`, text.trim());
}

function inputCode({label, input, name}: InputCell, graph: CellGraph): string {
  const shown = label || name;
  switch (input.type) {
    case "number": {
      const {min, max, step, value} = input;
      return `Inputs.range(${code([min, max])}, ${code({label: shown, step, value})})`;
    }
    case "select": {
      const options = Array.isArray(input.options)
        ? code(input.options)
        : `[...new Set(${nameIn(graph, input.options.cell)}.flatMap((row) => row[${code(input.options.column)}] ?? []).map(String))]`;
      return `Inputs.select(${options}, ${code({label: shown, value: input.value ?? undefined})})`;
    }
    case "dates": {
      const day = (label: string, value: string) => `Inputs.date(${code({label, value})})`;
      const {from, to} = input.value;
      return `Inputs.form({from: ${day(`${shown} from`, from)}, to: ${day("before", to)}})`;
    }
    case "text":
      return `Inputs.text(${code({label: shown, value: input.value})})`;
  }
}

function chartPart(cell: ChartCell, graph: CellGraph, options: ExportOptions): string {
  const source = graph.byName.get(cell.source.toLowerCase()) as SqlCell;
  const result = options.result(source.id);
  if (!result) throw new Error(`no result to draw: ${source.name} (run the notebook first)`);
  const choice = cell.chart ?? proposeChart(result);
  if (!choice) return `No chart fits the result of ${source.name}.`;
  const {title, subtitle} = chartTitle(cell, choice);
  const plot = plotCode(chartSpec(choice, result), source.name, {ariaLabel: title}).replaceAll("\n", "\n        ");
  return fenced(
    "js",
    `display(
  ${source.name}.length === 0
    ? emptyState(${code(title)}, ${code(`The query ${source.name} has no rows.`)})
    : chart({
        title: ${code(title)},
        subtitle: ${code(subtitle)},
        height: 320,
        render: (width, height) => ${plot},
        table: resultTable(${source.name})
      })
);`
  );
}

const nameIn = ({byName}: CellGraph, name: string): string =>
  (byName.get(name.toLowerCase()) as InputCell | SqlCell).name;

/** A fence longer than any in the text. */
function fenced(info: string, text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${info}\n${text}\n${fence}`;
}
