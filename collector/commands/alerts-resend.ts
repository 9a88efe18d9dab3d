import {readdir} from "node:fs/promises";
import {dirname, join} from "node:path";
import type {Config} from "../config.ts";
import type {Say} from "../say.ts";
import {textTable} from "../text-table.ts";
import {lettersFile} from "../watch/courier.ts";
import {couriersOf} from "../watch/couriers-of.ts";
import {type DeadLetter, DeadLetters} from "../watch/dead-letters.ts";
import {resendLetters} from "../watch/resend-letters.ts";

interface ResendOptions {
  dryRun?: boolean;
  json?: boolean;
  print: (value: unknown) => void;
  say: Say;
  env?: NodeJS.ProcessEnv;
}

/**
 * `weir alerts resend`: sends what receivers have refused once more, of one output or of all, beside a running Weir or
 * without. Throws when some of it does not arrive.
 */
export async function resendAlerts(
  config: Pick<Config, "alerts" | "root" | "data">,
  name: string | undefined,
  {dryRun, json, print, say, env = process.env}: ResendOptions
): Promise<void> {
  const couriers = couriersOf(config, env);
  const names = couriers.map((one) => one.name);
  if (name !== undefined && !names.includes(name))
    throw new Error(`no such output: ${name} (${names.join(", ") || "alerts.outputs of the configuration has none"})`);
  const folder = join(config.data, "watch");
  const outputs = [];
  for (const {name: own, create} of couriers)
    if (name === undefined || name === own)
      outputs.push({name: own, create, letters: await DeadLetters.open(lettersFile(folder, own))});
  const refused = outputs.filter(({letters}) => letters.count);
  if (name === undefined) await tellOfOthers(folder, names, say);
  if (!refused.length && !json) return say("nothing was refused");

  if (dryRun) {
    const listed = [];
    for (const {name, letters} of refused) listed.push({name, letters: await letters.all()});
    if (json) return print({outputs: listed.map(({name, letters}) => ({name, letters: letters.map(forMachines)}))});
    const rows = listed.flatMap(({name, letters}) => letters.map((letter) => rowOf(name, letter)));
    process.stdout.write(textTable(["output", "id", "refused (UTC)", "kind", "begins", "reason"], rows));
    return;
  }

  const done = [];
  for (const {name, create, letters} of refused) {
    const result = {name, ...(await resendLetters(letters, create))};
    done.push(result);
    const all = result.delivered.length + result.refused.length + result.left;
    for (const {id, problem} of result.refused) say(`${name}: ${id} is still refused: ${problem}`);
    if (result.problem) say(`${name}: ${result.problem}`);
    say(`${name}: ${result.delivered.length} of ${all} delivered`);
  }
  if (json) print({outputs: done});
  const kept = done.reduce((sum, {refused, left}) => sum + refused.length + left, 0);
  if (kept)
    throw new Error(`not delivered: ${kept} of what was refused (kept; mend the receiver, then run this again)`);
}

/** An output that was taken out of the configuration may have left something. */
async function tellOfOthers(folder: string, names: string[], say: Say): Promise<void> {
  const refused = dirname(lettersFile(folder, "any"));
  const files = await readdir(refused).catch(() => []);
  for (const file of files.filter((one) => one.endsWith(".ndjson"))) {
    const name = file.slice(0, -".ndjson".length);
    if (!names.includes(name))
      say(`left out: ${join(refused, file)} (no output is called ${name}: configure it, or take the file away)`);
  }
}

const iso = (time: number): string => new Date(time).toISOString();

const forMachines = ({at, problem, message: {id, kind, at: sent, text}}: DeadLetter) => ({
  id,
  kind,
  sent: iso(sent),
  refused: iso(at),
  problem,
  text
});

const rowOf = (output: string, {at, problem, message: {id, kind, text}}: DeadLetter): string[] => [
  output,
  id,
  iso(at).slice(0, 16).replace("T", " "),
  kind,
  text.split("\n")[0]!,
  problem
];
