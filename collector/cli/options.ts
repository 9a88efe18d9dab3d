import {type Command, InvalidArgumentError, Option} from "commander";
import {parseDuration} from "../duration.ts";
import {WrongUsage} from "../wrong-usage.ts";

export const json = () => new Option("--json", "machine-readable output on stdout");

export const print = (value: unknown) => process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);

/** The table that a command reads. */
export const ofTable = (command: Command): Command =>
  command
    .requiredOption("--time <column>", "column that holds the time")
    .requiredOption("--value <column>", "column that holds the value")
    .option("--zone <zone>", "time zone of times without an offset, as in Europe/Rome", "UTC");

export function collectPairs(pair: string, pairs: Record<string, string> = {}): Record<string, string> {
  const [field, ...column] = pair.split("=");
  if (!field || !column.length) throw new WrongUsage(`invalid --map: ${pair} (write field=COLUMN)`);
  return {...pairs, [field]: column.join("=")};
}

/** An option's parser whose errors are wrong usage. */
export function checked<T>(parse: (text: string) => T): (text: string) => T {
  return (text) => {
    try {
      return parse(text);
    } catch (error) {
      throw new InvalidArgumentError((error as Error).message);
    }
  };
}

/** An option that is a length of time. */
export function duration(flags: string, description: string, usual: string): Option {
  const parse = checked(parseDuration);
  return new Option(flags, description).argParser(parse).default(parse(usual), usual);
}

/** An option's parser of numbers, whose errors are wrong usage. */
export function amount(wanted: string, isFine: (value: number) => boolean): (text: string) => number {
  return checked((text) => {
    const value = text.trim() === "" ? Number.NaN : Number(text);
    if (!(Number.isFinite(value) && isFine(value))) throw new Error(`not a number ${wanted}: ${text}`);
    return value;
  });
}

export function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new Error(`not a whole number above 0: ${text}`);
  return Number(text);
}
