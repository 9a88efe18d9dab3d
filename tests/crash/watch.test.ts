import assert from "node:assert/strict";
import {once} from "node:events";
import {existsSync, readdirSync, readFileSync, statSync} from "node:fs";
import {createServer} from "node:http";
import type {AddressInfo} from "node:net";
import {join} from "node:path";
import {type TestContext, test} from "node:test";
import {setTimeout as sleep} from "node:timers/promises";
import {signature} from "../../collector/outputs/webhook.ts";
import {leaveAcknowledgement} from "../../collector/watch/acknowledgements.ts";
import type {Alert} from "../../collector/watch/alert.ts";
import {alertsFile, readAlerts} from "../../collector/watch/alert-book.ts";
import {Outbox} from "../../collector/watch/outbox.ts";
import {readStatus} from "../../collector/watch/status.ts";
import {PseudoTerminal} from "../../data/demo/live/pseudo-terminal.ts";
import {afterTest} from "../support/after-test.ts";
import {lakeRows} from "../support/lake-rows.ts";
import {temporaryFolder} from "../support/temporary-folder.ts";
import {noTerminalPair, terminalPair} from "../support/terminal-pair.ts";
import {waitFor} from "../support/wait-for.ts";
import {startWatch} from "./start-watch.ts";
import {clockOf} from "./watch-process.ts";
import {watchedMeters} from "./watched-meters.ts";

const kills = Number(process.env.WEIR_KILLS ?? 16);
const minute = 60_000;
const secret = "rosebud";
const impossible = 500;
/** Longer than a reading is on its way. */
const clearAfter = 5 * minute;

test(`the watch tells every alert at least once, each by one id, through ${kills} random SIGKILLs`, {
  skip: noTerminalPair
}, async (t) => {
  const folder = temporaryFolder(t);
  const data = join(folder, "data");
  const hook = await receiver(t);
  const panel = await terminalPair(t, join(folder, "panel"));
  const clock = {from: Date.now() - 24 * 60 * minute, begun: Date.now(), speed: 60};
  const meters = talkingMeters(t, join(folder, "meters"), clockOf(clock));
  const config = {
    data,
    ...watchedMeters(join(folder, "meters")),
    alerts: {
      clearAfter: `${clearAfter / minute}m`,
      repeat: "5m",
      storm: {most: 4},
      outputs: {
        hook: {kind: "webhook", url: hook.url, secret: {env: "HOOK_SECRET"}},
        panel: {kind: "serial", path: join(folder, "panel"), baudRate: 4_000_000},
        log: {kind: "file", path: join(folder, "alerts.log")}
      }
    }
  };
  const start = () => startWatch(t, {config, clock}, {HOOK_SECRET: secret});
  const judged = new Set<string>();
  const note = ({printed}: {printed: string}) => {
    for (const [, key] of printed.matchAll(/^judged (.+)$/gm)) judged.add(key!);
  };

  for (let kill = 0; kill < kills; kill++) {
    const watch = start();
    const word = kill % 3 ? "judged" : "seeded";
    await waitFor(() => watch.printed.includes(word), {message: () => `${word}: ${watch.said}`, withinMs: 120_000});
    if (kill % 4 === 1) await acknowledgeOne(data);
    else if (kill % 4 === 3) await sleep(Math.random() * 2500);
    else await nextAlert(data); // what there is to lose is lost in these milliseconds
    await watch.kill();
    note(watch);
  }
  meters.calmDown();
  const last = start();
  const open = async () => (await readAlerts(data)).filter(({clearedAt}) => clearedAt === null);
  const waiting = async () => sum((await readStatus(data))!.outputs.map(({pending}) => pending));
  await waitFor(async () => (await open()).length === 0, {message: () => `all clear: ${last.said}`, withinMs: 240_000});
  await waitFor(async () => (await waiting()) === 0, {message: () => `all sent: ${last.said}`, withinMs: 240_000});
  await last.stop();
  note(last);

  const alerts = await readAlerts(data);
  assert.equal(sum((await outboxes(data)).map(({pending}) => pending)), 0);
  assert.ok(alerts.length > kills / 2, `${alerts.length} alerts`);
  const readings = await lakeRows(data, "readings");
  const bad = readings
    .filter(({value}) => value === impossible)
    .map(({series, time}) => ({series, time: Number(time)}));
  for (const {series, time} of bad) {
    const own = alerts.filter((one) => one.series === series && covers(one, time));
    const isJudged = judged.has(`${series} ${time}`);
    assert.ok(own.length === 1 || (!isJudged && own.length === 0), `${series} at ${time}: ${own.length} alerts`);
  }
  for (const alert of alerts) assertTold(alert, hook.messages());
  const lines = {
    panel: panel.received.split("\n"),
    log: readFileSync(join(folder, "alerts.log"), "utf8").split("\n")
  };
  const wanted = tally(hook.messages().flatMap(({alerts}) => alerts.map((one) => JSON.stringify(one))));
  for (const [name, own] of Object.entries(lines)) {
    const came = tally(own);
    for (const [line, times] of wanted) assert.ok((came.get(line) ?? 0) >= times, `${name}: lost ${line}`);
    for (const line of own.filter((one) => one.startsWith("{") && one.endsWith("}")))
      assert.ok(wanted.has(line), `${name}: not told by the webhook: ${line}`);
  }
  assert.deepEqual(
    existsSync(join(data, "watch", "acknowledged")) && readdirSync(join(data, "watch", "acknowledged")),
    []
  );
  const acknowledged = alerts.filter((one) => one.acknowledged).length;
  assert.ok(acknowledged > 0);
  t.diagnostic(
    `${alerts.length} alerts (${acknowledged} acknowledged) in ${hook.messages().length} messages, ${hook.requests()} requests`
  );
});

/** Whether a reading fell into an alert; that its end moves on is no change that is kept at once. */
const covers = ({since, time: until, clearedAt}: Alert, time: number): boolean =>
  since <= time && time <= Math.max(until, clearedAt! - clearAfter);

/** Each message that the book says was sent came, once but for repeats; all clear once and last; silence once acknowledged. */
function assertTold({id, told, acknowledged}: Alert, messages: Body[]): void {
  const own = messages.flatMap(({alerts, details, sent}) => {
    const i = details.findIndex((one) => one.id === id);
    return i < 0 ? [] : {stage: alerts[i]!.outlier_stage, at: Date.parse(sent)};
  });
  const stages = own.map(({stage}) => stage);
  assert.equal(own.length, told.messages, `${id}: ${stages}`);
  assert.equal(stages.indexOf(0), stages.length - 1, `${id}: all clear comes once, last: ${stages}`);
  if (!acknowledged) return;
  const before = Math.max(0, ...own.filter(({at}) => at <= acknowledged.at).map(({stage}) => stage));
  const after = own.filter(({at, stage}) => at > acknowledged.at && stage > 0);
  assert.ok(
    after.every(({stage}) => stage > before),
    `${id}: told again though acknowledged: ${stages}`
  );
}

/** Leaves word as `weir alerts ack` does, and waits until the watch has taken it: from then on it is never lost. */
async function acknowledgeOne(data: string): Promise<void> {
  const find = async () =>
    (await readAlerts(data)).find(({clearedAt, acknowledged}) => clearedAt === null && !acknowledged);
  const {id} = await waitFor(find, {message: "an alert to acknowledge", withinMs: 60_000});
  await leaveAcknowledgement(data, {id, by: "Ada"});
  await waitFor(() => readdirSync(join(data, "watch", "acknowledged")).length === 0, {everyMs: 1});
  const alert = (await readAlerts(data)).find((one) => one.id === id)!;
  assert.ok(alert.acknowledged || alert.clearedAt !== null, `${id}: taken, but not kept`);
}

/** Resolves up to 8 ms after the watch has kept something; after a while in any case. */
async function nextAlert(data: string): Promise<void> {
  const size = () => statSync(alertsFile(data), {throwIfNoEntry: false})?.size ?? 0;
  const before = size();
  const end = performance.now() + 4000;
  while (performance.now() < end && size() === before) await sleep(1);
  await sleep(Math.random() * 8);
}

const outboxes = (data: string): Promise<Outbox[]> =>
  Promise.all(["hook", "panel", "log"].map((name) => Outbox.open(join(data, "watch", "outbox", `${name}.ndjson`))));

/** Meters that report each minute of a clock; one of them says now and then what cannot be. */
function talkingMeters(t: TestContext, path: string, now: () => number) {
  const meter = new PseudoTerminal(path);
  const names = Array.from({length: 24}, (_, i) => `m${i}`);
  let n = 0;
  let isCalm = false;
  const talking = setInterval(() => {
    const name = names[n++ % names.length]!;
    const [date, time] = new Date(now()).toISOString().slice(0, 23).split("T");
    const value = !isCalm && Math.random() < 0.08 ? impossible : 40 + (n % 7) + Math.random();
    meter.write(Buffer.from(`${name} ${date} ${time} ${value}\n`));
  }, 1000 / names.length);
  const stop = () => clearInterval(talking);
  afterTest(t, () => {
    stop();
    meter.close();
  });
  return {
    calmDown: () => {
      isCalm = true;
    }
  };
}

interface Body {
  id: string;
  sent: string;
  alerts: {outlier_stage: number}[];
  details: {id: string}[];
}

/** A receiver that fails now and then, before and after it has taken a message, and knows what it has by the id. */
async function receiver(t: TestContext) {
  const messages = new Map<string, string>();
  let requests = 0;
  const server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (text) => {
      body += text;
    });
    request.on("end", () => {
      requests++;
      const chance = Math.random();
      if (chance < 0.1) return void response.writeHead(503, {"retry-after": "0"}).end();
      const {"x-weir-id": id, "x-weir-timestamp": timestamp, "x-weir-signature": signed} = request.headers;
      assert.equal(signed, `sha256=${signature(secret, Number(timestamp), body)}`);
      const known = messages.get(`${id}`);
      assert.ok(known === undefined || known === body, `${id}: another message by the same id`);
      messages.set(`${id}`, body);
      if (chance < 0.2)
        request.socket.destroy(); // taken, but the sender cannot know
      else response.writeHead(204).end();
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  afterTest(t, () => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    messages: () => [...messages.values()].map((body) => JSON.parse(body) as Body),
    requests: () => requests
  };
}

const sum = (values: number[]): number => values.reduce((a, b) => a + b, 0);

function tally(lines: string[]): Map<string, number> {
  const times = new Map<string, number>();
  for (const line of lines) times.set(line, (times.get(line) ?? 0) + 1);
  return times;
}
