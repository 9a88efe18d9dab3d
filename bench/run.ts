import {readdirSync} from "node:fs";
import {fileURLToPath, pathToFileURL} from "node:url";
import {parseArgs} from "node:util";
import {type Bench, keepsBar, type Row} from "./bench.ts";
import {rowTable} from "./support/row-table.ts";
import {Scope} from "./support/scope.ts";

const help = `Usage: npm run bench [-- [NAME ...] [--json]]

Runs the benchmarks in bench/ (all, or those named) and prints one table. Fails when a limit is missed.
`;

const say = (line: string) => process.stderr.write(`${line}\n`);

process.exitCode = await main(process.argv.slice(2)).catch((error) => {
  say(error.stack);
  return 1;
});

async function main(args: string[]): Promise<number> {
  let options: {values: {help?: boolean; json?: boolean}; positionals: string[]};
  try {
    const flags = {help: {type: "boolean"}, json: {type: "boolean"}} as const;
    options = parseArgs({args, allowPositionals: true, options: flags});
  } catch (error) {
    say((error as Error).message);
    return 2;
  }
  const {values, positionals: names} = options;
  if (values.help) {
    process.stdout.write(help);
    return 0;
  }
  const benches = await findBenches();
  const unknown = names.find((name) => !benches.some((bench) => bench.name === name));
  if (unknown) {
    say(`no such benchmark: ${unknown} (write one of ${benches.map(({name}) => name).join(", ")})`);
    return 2;
  }
  const rows: (Row & {bench: string})[] = [];
  for (const bench of benches)
    if (names.length ? names.includes(bench.name) : !bench.onlyByName) rows.push(...(await run(bench)));
    else if (!names.length) say(`${bench.name}: left out, it takes hours (npm run bench -- ${bench.name})`);
  process.stdout.write(values.json ? `${JSON.stringify(rows, null, 2)}\n` : rowTable(rows));
  return rows.every(keepsBar) ? 0 : 1;
}

async function run(bench: Bench): Promise<(Row & {bench: string})[]> {
  const scope = new Scope();
  say(`${bench.name}: ${bench.about}`);
  try {
    const rows = await bench.run({scope, say: (line) => say(`  ${line}`)});
    return rows.map((row) => ({bench: bench.name, ...row}));
  } finally {
    await scope.end();
  }
}

async function findBenches(): Promise<Bench[]> {
  const folder = fileURLToPath(new URL(".", import.meta.url));
  const files = readdirSync(folder).filter((file) => file.endsWith(".bench.ts"));
  return Promise.all(files.sort().map(async (file) => (await import(pathToFileURL(folder + file).href)).bench));
}
