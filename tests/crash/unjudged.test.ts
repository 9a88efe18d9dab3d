import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import {join} from "node:path";
import {type TestContext, test} from "node:test";
import {readAlerts} from "../../collector/watch/alert-book.ts";
import {PseudoTerminal} from "../../data/demo/live/pseudo-terminal.ts";
import {afterTest} from "../support/after-test.ts";
import {temporaryFolder} from "../support/temporary-folder.ts";
import {waitFor} from "../support/wait-for.ts";
import {startWatch} from "./start-watch.ts";
import {clockOf} from "./watch-process.ts";
import {watchedMeters} from "./watched-meters.ts";

const minute = 60_000;
const impossible = 500;

test("what was accepted before a kill and is over when the next watch starts is told all the same, once", async (t) => {
  const folder = temporaryFolder(t);
  const data = join(folder, "data");
  const log = join(folder, "alerts.log");
  const config = {
    data,
    ...watchedMeters(join(folder, "meter")),
    alerts: {clearAfter: "1s", outputs: {log: {kind: "file", path: log}}}
  };
  const clock = {from: Date.now() - 1440 * minute, begun: Date.now(), speed: 1};
  const meter = talkingMeter(t, join(folder, "meter"), () => clockOf(clock)());

  const first = startWatch(t, {config, clock, fatal: impossible});
  await waitFor(() => first.printed.includes("judged"), {message: () => first.said, withinMs: 120_000});
  const at = meter.say(impossible);
  assert.equal(await first.ended, "SIGKILL");
  meter.rest();
  assert.deepEqual(await readAlerts(data), [], "nobody has judged it");

  clock.from += 12 * minute;
  meter.talk();
  const second = startWatch(t, {config, clock});
  await waitFor(() => second.printed.includes("judged"), {message: () => second.said, withinMs: 120_000});
  const told = () => linesOf(log).map(({time, outlier_stage, value}) => [Date.parse(time), outlier_stage, value]);
  await waitFor(() => second.printed.includes("seeded"), {message: () => second.said, withinMs: 120_000});
  await waitFor(() => told().length === 2, {message: () => `${JSON.stringify(told())} ${second.said}`});
  assert.deepEqual(told()[0], [at, 4, impossible]);
  assert.deepEqual(told()[1]!.slice(1), [0, impossible]);
  await second.kill();

  const third = startWatch(t, {config, clock});
  await waitFor(() => third.printed.includes("seeded"), {message: () => third.said, withinMs: 120_000});
  await third.stop();
  assert.equal(told().length, 2);
  assert.equal((await readAlerts(data)).length, 1);
});

/** Each line once: what a killed watch has sent, the next one may send again. */
const linesOf = (path: string): {time: string; outlier_stage: number; value: number}[] => {
  try {
    const lines = readFileSync(path, "utf8").split("\n").filter(Boolean);
    return [...new Set(lines)].map((line) => JSON.parse(line));
  } catch {
    return []; // nothing has been told yet
  }
};

/** A meter that says something usual ten times a second. */
function talkingMeter(t: TestContext, path: string, now: () => number) {
  const meter = new PseudoTerminal(path);
  let talking: NodeJS.Timeout | undefined;
  const say = (value: number): number => {
    const at = now();
    const [date, time] = new Date(at).toISOString().slice(0, 23).split("T");
    meter.write(Buffer.from(`m1 ${date} ${time} ${value}\n`));
    return at;
  };
  const rest = () => clearInterval(talking);
  const talk = () => {
    talking = setInterval(() => say(40 + Math.random()), 100);
  };
  afterTest(t, () => {
    rest();
    meter.close();
  });
  talk();
  return {say, talk, rest};
}
