import {nameOf, type SqlToken, sqlTokens} from "./sql-tokens.js";

/** Something that stands at a place of a cell's SQL, half-open offsets. */
export interface Place {
  from: number;
  to: number;
}

export interface SqlProblem extends Place {
  message: string;
}

/** What a SQL cell names. */
export interface SqlNames {
  /** Inputs, in the order in which they stand; `field` of a range of days. */
  inputs: (Place & {name: string; field: "from" | "to" | null})[];
  /** Tables in lower case, each once, and where it is named first. */
  tables: (Place & {name: string})[];
  /** What keeps the cell from running. */
  problems: SqlProblem[];
}

const questions = new Set([
  "select",
  "with",
  "from",
  "values",
  "describe",
  "summarize",
  "show",
  "pivot",
  "unpivot",
  "("
]);
const readers = /^(read_\w+|parquet_\w+|csv_\w+|sniff_csv|glob|\w+_scan)$/;
const clauses = new Set(
  "where group order limit having union intersect except qualify window select offset set values".split(" ")
);
const conditions = new Set(["on", "using", "sample", "tablesample"]);
const joining = new Set(
  "join inner left right full outer cross natural asof semi anti positional lateral as".split(" ")
);

/** Finds inputs and tables in a cell's SQL, and what a cell may not do. */
export function sqlNames(sql: string): SqlNames {
  const all = sqlTokens(sql);
  const tokens = all.filter(({kind}) => kind !== "comment");
  const {inputs, problems} = namedInputs(all);
  problems.push(...forbidden(tokens));
  const own = localNames(tokens);
  const tables = namedTables(tokens).filter(({name}) => !own.has(name));
  const first = tables.filter(({name}, i) => tables.findIndex((table) => table.name === name) === i);
  return {inputs, tables: first, problems: problems.sort((a, b) => a.from - b.from)};
}

function namedInputs(tokens: SqlToken[]): Pick<SqlNames, "inputs" | "problems"> {
  const inputs: SqlNames["inputs"] = [];
  const problems: SqlProblem[] = [];
  for (const {kind, text, from, to} of tokens) {
    if (kind === "input") {
      const [, name, field] = /^\$\{\s*([A-Za-z_]\w*)(?:\.(from|to))?\s*\}$/.exec(text) ?? [];
      if (name) inputs.push({name, field: (field as "from" | "to") ?? null, from, to});
      else problems.push({message: `not the name of an input: ${text} (write it as \${name})`, from, to});
    } else if (text.includes("${") && kind !== "symbol") {
      const where = kind === "comment" ? "a comment" : "quotes";
      problems.push({
        message: `input within ${where}: ${text.slice(0, 40)} (\${name} stands by itself, without quotes)`,
        from,
        to
      });
    }
  }
  return {inputs, problems};
}

/** A cell asks one question, of published tables and other cells. */
function forbidden(tokens: SqlToken[]): SqlProblem[] {
  const problems: SqlProblem[] = [];
  const [first] = tokens;
  if (first && !questions.has(first.text.toLowerCase()))
    problems.push({
      message: `not a question: ${first.text} (begin with SELECT, WITH, FROM or VALUES)`,
      ...place(first)
    });
  for (const [i, token] of tokens.entries()) {
    if (token.text === "?" || (token.text === "$" && tokens[i + 1]?.kind === "number"))
      problems.push({message: `parameter without a name: ${token.text} (name an input as \${name})`, ...place(token)});
    if (token.text === ";" && tokens[i + 1])
      problems.push({message: "more than one statement: ; (give each a cell of its own)", ...place(token)});
    if (token.kind === "word" && tokens[i + 1]?.text === "(" && readers.test(token.text.toLowerCase()))
      problems.push({message: `reads a file: ${token.text} (only published tables are read)`, ...place(token)});
    if (token.kind === "string" && /^(from|join)$/i.test(tokens[i - 1]?.text ?? "") && !inFunction(tokens, i))
      problems.push({message: `reads a file: ${token.text} (only published tables are read)`, ...place(token)});
  }
  return problems;
}

/** `extract(day FROM 'x')` and its like. */
function inFunction(tokens: SqlToken[], i: number): boolean {
  const open = tokens.slice(0, i).findLastIndex(({text}) => text === "(" || text === ")");
  return tokens[open]?.text === "(" && /^(extract|trim|substring|overlay)$/i.test(tokens[open - 1]?.text ?? "");
}

/** Names that WITH gives within the cell. */
function localNames(tokens: SqlToken[]): Set<string> {
  const names = new Set<string>();
  for (const [i, token] of tokens.entries()) {
    const name = nameOf(token);
    if (name === null || !/^(with|recursive|,)$/i.test(tokens[i - 1]?.text ?? "")) continue;
    const after = tokens[i + 1]?.text === "(" ? closing(tokens, i + 1) + 1 : i + 1;
    const rest = tokens.slice(after, after + 4).map(({text}) => text.toLowerCase());
    if (/^as (not )?(materialized )?\(/.test(rest.join(" "))) names.add(name);
  }
  return names;
}

function closing(tokens: SqlToken[], open: number): number {
  let depth = 0;
  for (let i = open; i < tokens.length; ++i) {
    if (tokens[i]!.text === "(") ++depth;
    else if (tokens[i]!.text === ")" && --depth === 0) return i;
  }
  return tokens.length;
}

/** Words where a table stands: after FROM and JOIN, and after a comma in a list of tables. */
function namedTables(tokens: SqlToken[]): SqlNames["tables"] {
  const tables: SqlNames["tables"] = [];
  /** Of each open parenthesis: whether a list of tables is being read, and whether the next name is one. */
  const open: {list: boolean; next: boolean}[] = [{list: false, next: false}];
  for (const [i, token] of tokens.entries()) {
    const level = open.at(-1)!;
    const word = token.kind === "word" ? token.text.toLowerCase() : "";
    if (token.text === "(") open.push({list: level.next, next: level.next});
    else if (token.text === ")") {
      if (open.length > 1) open.pop();
      open.at(-1)!.next = false;
    } else if (/^(from|join|describe|summarize|pivot|unpivot|table)$/.test(word))
      Object.assign(level, {list: true, next: true});
    else if (conditions.has(word)) level.next = false;
    else if (clauses.has(word)) Object.assign(level, {list: false, next: false});
    else if (token.text === ",") level.next = level.list;
    else if (level.next && !joining.has(word)) {
      const name = nameOf(token);
      const call = tokens[i + 1]?.text === "(";
      if (name !== null && !call && tokens[i - 1]?.text !== ".") tables.push({name, ...place(token)});
      level.next = false;
    }
  }
  return tables;
}

const place = ({from, to}: Place): Place => ({from, to});
