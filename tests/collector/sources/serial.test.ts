import assert from "node:assert/strict";
import {writeFileSync} from "node:fs";
import {join} from "node:path";
import {type TestContext, test} from "node:test";
import {setTimeout} from "node:timers/promises";
import {serial} from "../../../collector/sources/serial.ts";
import {PseudoTerminal} from "../../../data/demo/live/pseudo-terminal.ts";
import {afterTest} from "../../support/after-test.ts";
import {temporaryFolder} from "../../support/temporary-folder.ts";
import {waitFor} from "../../support/wait-for.ts";
import {type Collected, collectFrom, contextOf, inputs} from "./collecting.ts";
import {complies, rejectsWell} from "./compliance.ts";

/** A meter, and a source that listens to it. */
function rig(t: TestContext, options: object = {}) {
  const path = join(temporaryFolder(t), "meter");
  let meter = new PseudoTerminal(path);
  afterTest(t, () => meter.close());
  return {
    source: serial.create(serial.options.parse({path, ...options}), "/"),
    write: (text: string | Buffer) => meter.write(Buffer.from(text)),
    unplug: () => meter.close(),
    replug: () => {
      meter = new PseudoTerminal(path);
    }
  };
}

let minutes = 0;

function frame(thing = "001"): string {
  const time = new Date(Date.UTC(2024, 6, 9) + ++minutes * 60_000).toISOString().slice(0, 16).replace("T", " ");
  return `${thing} ${time} 227 36\r\n`;
}

/** Writes once, when the source first says that it listens. */
const onceListening = (write: () => void) => {
  let written = false;
  return () => {
    if (!written) write();
    written = true;
  };
};

const values = ({records}: Collected) => records.map(({series, value}) => [series, value]);

const compliant = (t: TestContext) => {
  const {source, unplug, replug, write} = rig(t);
  return {
    source,
    live: true,
    feed: () => {
      write(frame() + frame("002"));
      return 4;
    },
    spoil: () => write("001 2024-07-09 00:01 227\n"),
    unplug,
    replug,
    away: /^cannot open serial port: .*meter \(missing: is it plugged in\?\)$/
  };
};
complies("serial", compliant);
rejectsWell("serial", compliant);

test("serial.read() gives one reading for each quantity of a line", async (t) => {
  const {source, write} = rig(t, {timeZone: "Asia/Seoul", limits: {flow: {min: 0, max: 200}, pressure: {max: 100}}});
  const running = onceListening(() => write("001 2024-07-09 00:01 227 36\r\n"));
  const {records, batches} = await collectFrom(source, inputs(2), {running});
  const common = {time: Date.UTC(2024, 6, 8, 15, 1), source: "tested"};
  assert.deepEqual(records, [
    {...common, series: "001/flow", value: 227, quality: "suspect"},
    {...common, series: "001/pressure", value: 36, quality: "good"}
  ]);
  assert.equal(batches[0]!.read, 2);
});

test("serial.read() drops the partial line that it opened in, and no other", async (t) => {
  const {source, write} = rig(t);
  const running = onceListening(() => write(`7 36\n${frame()}7 36\n${frame()}`));
  const collected = await collectFrom(source, inputs(5), {running});
  assert.equal(collected.records.length, 4);
  assert.deepEqual(collected.rejects, [{reason: "expected 5 fields, found 2", position: "frame 3", raw: "7 36"}]);
});

test("serial.read() drops the line that a meter repeats, even across a restart", async (t) => {
  const {source, write} = rig(t);
  const text = frame();
  const first = await collectFrom(source, inputs(2), {running: onceListening(() => write(text + text))});
  assert.equal(first.records.length, 2);
  const running = onceListening(() => write(`${text}${frame("002")}${text}`));
  const second = await collectFrom(source, inputs(2), {cursor: first.cursor, running});
  assert.deepEqual(values(second), [
    ["002/flow", 227],
    ["002/pressure", 36]
  ]);
});

test("serial.read() keeps equal lines that carry no time", async (t) => {
  const {source, write} = rig(t, {line: {pattern: /^(?<level>[\d.]+) m$/}});
  const running = onceListening(() => write("1.5 m\r1.5 m\r"));
  const {records} = await collectFrom(source, inputs(2), {running, now: () => 1000, id: "tank"});
  const reading = {time: 1000, source: "tank", series: "tank/level", value: 1.5, quality: "good"};
  assert.deepEqual(records, [reading, reading]);
});

test("serial.read() summarises garbage and says that nothing is readable", async (t) => {
  const {source, write} = rig(t, {maxFrameBytes: 64, baudRate: 4800});
  const said: string[] = [];
  const garbage = Buffer.alloc(3000, 0x9c);
  const listening = onceListening(() => write(Buffer.concat([Buffer.from("x\n"), garbage, Buffer.from("\n")])));
  const running = (message: string) => {
    said.push(message);
    listening();
  };
  const {rejects} = await collectFrom(source, inputs(1), {running});
  assert.deepEqual([rejects.length, rejects[0]!.reason], [1, "garbage: 3000 bytes without a line end (limit 64)"]);
  assert.match(rejects[0]!.raw, /^(\\x9c){64}… \(3000 bytes\)$/);
  assert.match(said.at(-1)!, /unreadable: .*is baudRate 4800 right\?/);
});

test("serial.read() hands over what came before the port was unplugged, then throws", async (t) => {
  const {source, write, unplug} = rig(t);
  const seen: unknown[] = [];
  const running = onceListening(() => write(frame()));
  const collecting = collectFrom(
    source,
    (collected) => {
      seen.push(...values(collected));
      unplug();
      return false;
    },
    {running}
  );
  await assert.rejects(collecting, /^Error: serial port unplugged: .*meter$/);
  assert.equal(seen.length, 2);
});

test("serial.read() says that another program has the port", async (t) => {
  const {source} = rig(t);
  const holder = new AbortController();
  let listening = false;
  const running = () => {
    listening = true;
  };
  const held = source.read(contextOf(holder.signal, {running}))[Symbol.asyncIterator]().next();
  await waitFor(() => listening);
  await assert.rejects(collectFrom(source, inputs(1)), /\(busy: another program has it open\)$/);
  holder.abort();
  assert.equal((await held).done, true);
});

test("serial.read() says that a file is no serial port", async (t) => {
  const path = join(temporaryFolder(t), "file");
  writeFileSync(path, "");
  const source = serial.create(serial.options.parse({path}), "/");
  await assert.rejects(collectFrom(source, inputs(1)), /\(not a serial port\)$/);
});

test("serial.read() says how long a port is silent", async (t) => {
  const {source} = rig(t, {silenceAfter: "100ms"});
  const controller = new AbortController();
  let now = 0;
  const running = (message: string) => {
    now += 240_000;
    if (message.startsWith("silent for 4 min")) controller.abort();
  };
  for await (const _ of source.read(contextOf(controller.signal, {running, now: () => now})));
});

test("serial.read() drops the oldest lines, counted, while the spool is busy", async (t) => {
  const {source, write} = rig(t, {queue: 10});
  const controller = new AbortController();
  const running = onceListening(() => write(frame()));
  const batches = source.read(contextOf(controller.signal, {running}))[Symbol.asyncIterator]();
  await batches.next();
  write(Array.from({length: 100}, () => frame()).join(""));
  // meanwhile nobody asks for the next batch
  await setTimeout(300);
  const {value} = await batches.next();
  assert.ok(value!.dropped! > 0);
  assert.ok(value!.read <= 20);
  assert.equal((value!.cursor as {frames: number}).frames, 101);
  controller.abort();
  await batches.return!();
});
