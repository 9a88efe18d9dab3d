import {DuckDBTimestampValue, type DuckDBValue, listValue} from "@duckdb/node-api";

/** A piece of SQL with its parameters: `strings` has one more element than `values`, as in a tagged template. */
export class Fragment {
  constructor(
    readonly strings: readonly string[],
    readonly values: readonly DuckDBValue[] = []
  ) {}

  /** SQL text with numbered parameters. */
  get text(): string {
    return this.strings.reduce((text, string, i) => `${text}$${i}${string}`);
  }
}

/** What a template may hold: a Date becomes a TIMESTAMP, an array a list; fragments are placed as SQL. */
export type Parameter = string | number | boolean | null | Date | string[] | number[] | Fragment;

/** A tagged template as SQL that binds its parameters; nothing but a fragment ever becomes SQL text. */
export function fragment(strings: readonly string[], ...parameters: Parameter[]): Fragment {
  const text = [strings[0] ?? ""];
  const values: DuckDBValue[] = [];
  parameters.forEach((parameter, i) => {
    const next = strings[i + 1] ?? "";
    if (parameter instanceof Fragment) {
      const [first = "", ...rest] = parameter.strings;
      text.push(text.pop() + first, ...rest);
      text.push(text.pop() + next);
      values.push(...parameter.values);
    } else {
      text.push(next);
      values.push(bound(parameter));
    }
  });
  return new Fragment(text, values);
}

function bound(parameter: Exclude<Parameter, Fragment>): DuckDBValue {
  if (parameter instanceof Date) return new DuckDBTimestampValue(BigInt(parameter.getTime()) * 1000n);
  return Array.isArray(parameter) ? listValue(parameter) : parameter;
}

/** A name as a quoted SQL identifier. */
export const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** A text as an SQL literal, for the places that take no parameter. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;
