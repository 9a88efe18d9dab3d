import assert from "node:assert/strict";
import {rmSync, symlinkSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {type TestContext, test} from "node:test";
import {setTimeout} from "node:timers/promises";
import type {Away} from "../../../collector/source.ts";
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
      write(`\n${frame()}${frame("002")}`);
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
  const running = onceListening(() => write("\n001 2024-07-09 00:01 227 36\r\n"));
  const {records, batches} = await collectFrom(source, inputs(2), {running});
  const common = {time: Date.UTC(2024, 6, 8, 15, 1), source: "tested"};
  assert.deepEqual(records, [
    {...common, series: "001/flow", value: 227, quality: "suspect"},
    {...common, series: "001/pressure", value: 36, quality: "good"}
  ]);
  assert.equal(batches[0]!.read, 2);
});

test("serial.read() drops the line that it opened in, even when what is left of it makes sense", async (t) => {
  const {source, write} = rig(t);
  const running = onceListening(() => write(`1 2024-07-09 00:01 227 36\n${frame("002")}7 36\n${frame("002")}`));
  const collected = await collectFrom(source, inputs(5), {running});
  assert.deepEqual([...new Set(values(collected).map(([series]) => series))], ["002/flow", "002/pressure"]);
  assert.deepEqual(collected.rejects, [{reason: "expected 5 fields, found 2", position: "frame 2", raw: "7 36"}]);
});

test("serial.read() keeps the first line when it begins after a pause", async (t) => {
  const {source, write} = rig(t);
  const running = onceListening(() => void setTimeout(300).then(() => write(frame())));
  assert.equal((await collectFrom(source, inputs(2), {running})).records.length, 2);
});

test("serial.read() waits longer for the pause before a first line where characters take longer", async (t) => {
  const {source, write} = rig(t, {baudRate: 50});
  const running = onceListening(() => void setTimeout(300).then(() => write(frame() + frame("002"))));
  assert.deepEqual(values(await collectFrom(source, inputs(2), {running}))[0], ["002/flow", 227]);
});

test("serial.read() drops the line that a meter repeats, even across a restart", async (t) => {
  const {source, write} = rig(t);
  const text = frame();
  const first = await collectFrom(source, inputs(2), {running: onceListening(() => write(`\n${text}${text}`))});
  assert.equal(first.records.length, 2);
  const running = onceListening(() => write(`\n${text}${frame("002")}${text}`));
  const second = await collectFrom(source, inputs(2), {cursor: first.cursor, running});
  assert.deepEqual(values(second), [
    ["002/flow", 227],
    ["002/pressure", 36]
  ]);
});

test("serial.read() keeps equal lines that carry no time", async (t) => {
  const {source, write} = rig(t, {line: {pattern: /^(?<level>[\d.]+) m$/}});
  const running = onceListening(() => write("\r1.5 m\r1.5 m\r"));
  const {records} = await collectFrom(source, inputs(2), {running, now: () => 1000, id: "tank"});
  const reading = {time: 1000, source: "tank", series: "tank/level", value: 1.5, quality: "good"};
  assert.deepEqual(records, [reading, reading]);
});

test("serial.read() summarises garbage and says that nothing is readable", async (t) => {
  const {source, write} = rig(t, {maxFrameBytes: 64, baudRate: 4800});
  const said: string[] = [];
  const garbage = Buffer.alloc(3000, 0x9c);
  const listening = onceListening(() => write(Buffer.concat([garbage, Buffer.from("\n")])));
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
  const running = onceListening(() => write(`\n${frame()}`));
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

test("serial.read() hands over lines of a link whose target is another port after each plugging in", async (t) => {
  const folder = temporaryFolder(t);
  const byId = join(folder, "usb-meter-if00");
  for (const name of ["ttyUSB0", "ttyUSB1"]) {
    const meter = new PseudoTerminal(join(folder, name));
    afterTest(t, () => meter.close());
    rmSync(byId, {force: true});
    symlinkSync(name, byId);
    const running = onceListening(() => meter.write(Buffer.from(`\n${frame(name)}`)));
    const source = serial.create(serial.options.parse({path: byId}), "/");
    const {records} = await collectFrom(source, inputs(2), {running});
    assert.equal(records[0]!.series, `${name}/flow`);
  }
});

test("serial.read() knows when what it throws for is over", async (t) => {
  const {source, unplug, replug} = rig(t);
  const thrown = () =>
    collectFrom(source, () => false, {running: unplug}).then(
      () => assert.fail("did not throw"),
      (error: Away) => error
    );
  const unplugged = await thrown();
  assert.match(unplugged.message, /^serial port unplugged/);
  const missing = await thrown();
  assert.match(missing.message, /\(missing/);
  assert.deepEqual([unplugged.isBack(), missing.isBack()], [false, false]);
  replug();
  assert.deepEqual([unplugged.isBack(), missing.isBack()], [true, true]);
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

test("serial.read() says how long a port is silent, and tells of each silence once", async (t) => {
  const {source, write} = rig(t, {silenceAfter: "100ms", line: {fields: ["level"]}});
  const controller = new AbortController();
  let now = 0;
  const said: string[] = [];
  const told: number[] = [];
  const running = (message: string) => {
    now += 60_000;
    said.push(message);
    if (!message.startsWith("silent")) return;
    const silences = said.filter((line) => line.startsWith("silent")).length;
    if (silences === 2) write("\n1\n");
    if (silences === 4) controller.abort();
  };
  const context = contextOf(controller.signal, {running, silent: (since) => told.push(since), now: () => now});
  for await (const _ of source.read(context));
  assert.match(said.find((line) => line.startsWith("silent for 2 min"))!, /meter$/);
  assert.equal(told.length, 2);
  assert.ok(told[1]! > told[0]!);
});

test("serial.read() drops the oldest lines, counted, while the spool is busy", async (t) => {
  const {source, write} = rig(t, {queue: 10});
  const controller = new AbortController();
  const running = onceListening(() => write(`\n${frame()}`));
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

test("serial.options name quantities that the line does not have", () => {
  const {error} = serial.options.safeParse({path: "p", limits: {level: {}}, units: {depth: "m"}});
  assert.deepEqual(
    error!.issues.map(({path, message}) => `${path.join(".")}: ${message}`),
    ["limits.level", "units.depth"].map((path) => `${path}: no such quantity (the line has flow, pressure)`)
  );
});
