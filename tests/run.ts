import {join} from "node:path";
import {Readable} from "node:stream";
import {run} from "node:test";
import {spec} from "node:test/reporters";
import {parseArgs} from "node:util";
import {meetNeeds} from "./support/needs.ts";
import {root} from "./support/root.ts";
import {Tally, type TestEvent} from "./support/tally.ts";
import {type TestFiles, testFiles} from "./support/test-files.ts";

const help = `Usage: npm test [-- PATH ...]

Finds or installs what the tests need, then runs them, the linters included (tests/lint.test.ts).
PATH  run only test files whose path contains it, as in npm test -- collector/spool
WEIR_CHROMIUM=/path/to/chrome  the browser to test in
`;

/** A hang guard for one test file, ms; no promise about speed. */
const fileTimeout = 1_800_000;

/** Settings of the person at the keyboard that must not reach the tests. */
const personal = ["WEIR_DATA", "WEIR_COMMIT", "WEIR_NOW", "WEIR_SECRET", "WEIR_DEMO_PORT", "WEIR_OUT", "PORT"];

async function main(args: string[]): Promise<number> {
  let paths: string[];
  try {
    const {values, positionals} = parseArgs({args, allowPositionals: true, options: {help: {type: "boolean"}}});
    if (values.help) return print(help, 0);
    paths = positionals;
  } catch (error) {
    return complain((error as Error).message, 2);
  }
  const files = testFiles(paths);
  if (!files.together.length && !files.alone.length) return complain(`no test file's path contains: ${paths}`, 1);
  for (const name of personal) delete process.env[name];
  try {
    meetNeeds(undefined, {say: process.stderr.isTTY ? console.error : undefined});
  } catch (error) {
    return complain((error as Error).message, 1);
  }
  const tally = new Tally();
  const report = Readable.from(events(files, tally)).compose(new spec());
  for await (const text of report) process.stdout.write(text);
  return print(`\n${tally.summary()}\n`, tally.ok ? 0 : 1);
}

async function* events({together, alone}: TestFiles, tally: Tally): AsyncGenerator<TestEvent> {
  for (const [files, concurrency] of [[together, 2] as const, [alone, 1] as const]) {
    if (!files.length) continue;
    const stream = run({files: files.map((file) => join(root, file)), concurrency, timeout: fileTimeout});
    for await (const event of stream as AsyncIterable<TestEvent>) {
      tally.add(event);
      if (!isTotal(event)) yield event;
    }
  }
}

/** Each run ends with totals of its own; ours are over all of them. */
const isTotal = ({type, data}: TestEvent) => type === "test:summary" || (type === "test:diagnostic" && !data.file);

function print(text: string, code: number): number {
  process.stdout.write(text);
  return code;
}

function complain(text: string, code: number): number {
  process.stderr.write(`${text}\n`);
  return code;
}

// node:test swallows what is thrown while a run is under way, hence the catch
process.exitCode = await main(process.argv.slice(2)).catch((error) => complain(error.stack, 1));
