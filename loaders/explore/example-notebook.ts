/** A notebook as `src/components/explore/notebook.ts` describes it. */
export interface ExampleNotebook {
  version: 1;
  title: string;
  cells: ExampleCell[];
}

type ExampleCell =
  | {id: string; kind: "text"; text: string}
  | {
      id: string;
      kind: "input";
      name: string;
      label: string;
      input:
        | {type: "select"; options: string[]; value: string}
        | {type: "number"; min: number; max: number; step: number; value: number};
    }
  | {id: string; kind: "sql"; name: string; sql: string}
  | {id: string; kind: "chart"; source: string; title: string; chart: null};

/** What the example asks; a `${name}` is an input's value. */
export const exampleSql = `SELECT time, mean
FROM hourly
WHERE series = \${series}
  AND time >= (SELECT max(time) FROM hourly) - INTERVAL (\${days}) DAY
ORDER BY time`;

export const exampleDays = 14;

/** The notebook of a first visit: a text, two inputs, a question that names them, and its chart. */
export function exampleNotebook(series: readonly string[]): ExampleNotebook {
  const title = "A series by the hour";
  const [first] = series;
  if (first === undefined)
    return {
      version: 1,
      title: "First questions",
      cells: [
        {
          id: "about",
          kind: "text",
          text: "## Nothing has been read yet\n\nOnce the collector has readings, their tables can be asked here. Meanwhile SQL works without a table."
        },
        {
          id: "numbers",
          kind: "sql",
          name: "numbers",
          sql: "SELECT i AS step, i * i AS square\nFROM range(20) steps(i)"
        },
        {id: "chart", kind: "chart", source: "numbers", title: "", chart: null}
      ]
    };
  return {
    version: 1,
    title,
    cells: [
      {
        id: "about",
        kind: "text",
        text: `## ${title}\n\nChoose another series or more days: the question below names both, so it is asked again, and its chart follows. Cells may stand in any order.`
      },
      {
        id: "series",
        kind: "input",
        name: "series",
        label: "Series",
        input: {type: "select", options: [...series], value: first}
      },
      {
        id: "days",
        kind: "input",
        name: "days",
        label: "Days",
        input: {type: "number", min: 1, max: 90, step: 1, value: exampleDays}
      },
      {id: "chart", kind: "chart", source: "recent", title: "Mean of each hour", chart: null},
      {id: "recent", kind: "sql", name: "recent", sql: exampleSql}
    ]
  };
}
