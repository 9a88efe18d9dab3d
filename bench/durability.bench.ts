import {fork, spawn} from "node:child_process";
import {once} from "node:events";
import {availableParallelism} from "node:os";
import {join} from "node:path";
import {text} from "node:stream/consumers";
import {afterTest} from "../tests/support/after-test.ts";
import {root} from "../tests/support/root.ts";
import type {Bench, BenchContext, Row} from "./bench.ts";
import type {Played} from "./support/play-spools.ts";

/** How much is tried; WEIR_SEQUENCES and WEIR_KILLS shorten a run, which then misses its limit. */
const bars = {sequences: 100_000, kills: 1000};
/** Inputs keep all they ever put out: after some hundred kills a start reads longer than such a life lasts. */
const killsAtATime = 100;
const sequences = Number(process.env.WEIR_SEQUENCES ?? bars.sequences);
const kills = Number(process.env.WEIR_KILLS ?? bars.kills);

/** Whether what was accepted is there once and only once, whatever the disk does and whenever the collector dies. */
export const bench: Bench = {
  name: "durability",
  about: `${sequences} random lives of the spool on an unreliable disk, ${kills} random SIGKILLs of weir collect`,
  async run(context) {
    return [...(await playSpools(context)), ...(await killCollectors(context))];
  }
};

/** Plays the seeds 1, 2, 3 ... on every core. */
async function playSpools({scope, say}: BenchContext): Promise<Row[]> {
  const script = join(root, "bench/support/play-spools.ts");
  const cores = availableParallelism();
  const violations: string[] = [];
  let played = 0;
  let saidAt = performance.now();
  const started = performance.now();
  const players = Array.from({length: cores}, (_, i) => {
    const player = fork(script, [i + 1, sequences, cores].map(String), {cwd: root, execArgv: ["--import", "tsx"]});
    afterTest(scope, () => player.kill());
    return player.on("message", (message: Played) => {
      played += message.played;
      for (const violation of message.violations) say(violation);
      violations.push(...message.violations);
      if (performance.now() - saidAt < 10_000) return;
      say(`${played} lives of the spool`);
      saidAt = performance.now();
    });
  });
  const drained = players.map((player) => once(player, "disconnect")); // messages may outlast the process
  const ended = await Promise.all(players.map((player) => once(player, "exit")));
  await Promise.all(drained);
  const seconds = (performance.now() - started) / 1000;
  const failed = ended.find(([code]) => code !== 0);
  if (failed) throw new Error(`playing the spool failed: exit code ${failed[0] ?? failed[1]}`);
  return [
    {what: "spool on an unreliable disk", value: played, unit: "sequences", bar: {atLeast: bars.sequences}},
    {
      what: "spool on an unreliable disk, lost or doubled",
      value: violations.length,
      unit: "violations",
      bar: {atMost: 0}
    },
    {what: "spool on an unreliable disk, speed", value: played / seconds, unit: "sequences/s"}
  ];
}

/** The crash test, again and again, each time with new inputs and an empty lake; it ends at the first violation. */
async function killCollectors({scope, say}: BenchContext): Promise<Row[]> {
  let [killed, records, violations] = [0, 0, 0];
  while (killed < kills && violations === 0) {
    const now = Math.min(killsAtATime, kills - killed);
    say(`SIGKILLs ${killed + 1} to ${killed + now} of ${kills}, two or three seconds each`);
    const result = await crashTest(scope, now);
    killed += now;
    records += result.records;
    if (!result.ok) {
      say(result.tap);
      violations++;
    }
  }
  return [
    {what: "SIGKILLs of weir collect", value: killed, unit: "kills", bar: {atLeast: bars.kills}},
    {what: "SIGKILLs of weir collect, lost or doubled", value: violations, unit: "violations", bar: {atMost: 0}},
    {what: "SIGKILLs of weir collect, collected meanwhile", value: records, unit: "records"}
  ];
}

async function crashTest(scope: BenchContext["scope"], kills: number) {
  const test = spawn(
    process.execPath,
    ["--import", "tsx", "--test", "--test-reporter", "tap", "tests/crash/sigkill.test.ts"],
    {cwd: root, env: {...process.env, WEIR_KILLS: String(kills)}, stdio: ["ignore", "pipe", "inherit"]}
  );
  afterTest(scope, () => test.kill());
  const [tap, [code]] = await Promise.all([text(test.stdout), once(test, "exit")]);
  const records = /(\d+) records of/.exec(tap)?.[1];
  return {ok: code === 0 && records !== undefined, records: Number(records ?? 0), tap};
}
