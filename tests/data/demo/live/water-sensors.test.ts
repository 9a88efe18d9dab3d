import assert from "node:assert/strict";
import {closeSync, constants, existsSync, openSync, readlinkSync, readSync} from "node:fs";
import {open} from "node:fs/promises";
import {join} from "node:path";
import test, {type TestContext} from "node:test";
import {SerialPort} from "serialport";
import {hour, minute} from "../../../../data/demo/calendar.ts";
import {waterSensors} from "../../../../data/demo/live/water-sensors.ts";
import {meters} from "../../../../data/demo/meters.ts";
import {waterPlant} from "../../../../data/demo/water.ts";
import {anchor, temporaryFolder, until} from "../fixture.ts";

/** Opens a port; `lines` grows as they come. */
async function listen(path: string, t: TestContext) {
  const port = new SerialPort({path, baudRate: 9600, autoOpen: false});
  let text = "";
  port.on("data", (bytes: Buffer) => {
    text += bytes.toString();
  });
  await new Promise<void>((resolve, reject) => port.open((error) => (error ? reject(error) : resolve())));
  const close = () => new Promise<void>((resolve) => (port.isOpen ? port.close(() => resolve()) : resolve()));
  t.after(close);
  return {port, close, lines: () => text.split("\n").slice(0, -1)};
}

function plant(t: TestContext, start = anchor, folder = temporaryFolder(t)) {
  const path = join(folder, "water-sensors");
  const clock = {now: start};
  const sensors = waterSensors(path, anchor, {now: () => clock.now});
  t.after(() => sensors.stop());
  return {
    path,
    folder,
    sensors,
    tickAt(now: number) {
      clock.now = now;
      sensors.tick(now);
    }
  };
}

/** Linux reads nothing, or fails with EIO, from a line whose other end is gone. */
function isHungUp(fd: number): boolean {
  try {
    return readSync(fd, Buffer.alloc(1)) === 0;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EIO";
  }
}

const stamps = (lines: string[]) => [...new Set(lines.map((line) => line.slice(4, 20)))];

test("waterSensors(path) says the anchor's minute at once, then each minute as it turns", async (t) => {
  const {path, tickAt} = plant(t);
  const {lines} = await listen(path, t);
  for (const seconds of [1, 2, 3, 59]) tickAt(anchor + seconds * 1000);
  await until(() => lines().length === meters.length);
  tickAt(anchor + minute);
  await until(() => lines().length === 2 * meters.length);
  const read = waterPlant(anchor);
  const expected = [anchor, anchor + minute].flatMap((time) =>
    meters.map((id) => {
      const {flow, pressure} = read(id, time)!;
      return `${id} ${new Date(time).toISOString().slice(0, 16).replace("T", " ")} ${flow.toFixed(1)} ${pressure.toFixed(2)}`;
    })
  );
  assert.deepEqual(lines(), expected);
  assert.match(lines()[0]!, /^001 2026-07-09 14:20 \d+\.\d \d\.\d\d$/);
});

test("waterSensors(path) waits for its first reader, and keeps an hour for one who was away", async (t) => {
  const {path, tickAt} = plant(t);
  for (let time = anchor; time < anchor + 5 * minute; time += 1000) tickAt(time);
  const first = await listen(path, t);
  for (const seconds of [0, 1]) tickAt(anchor + 5 * minute + seconds * 1000);
  await until(() => first.lines().length === 6 * meters.length);
  assert.equal(stamps(first.lines())[0], "2026-07-09 14:20");
  await first.close();

  tickAt(anchor + 3 * hour);
  const second = await listen(path, t);
  for (const seconds of [1, 2]) tickAt(anchor + 3 * hour + seconds * 1000);
  await until(() => second.lines().length === 61 * meters.length);
  assert.equal(stamps(second.lines())[0], "2026-07-09 16:20");
});

test("waterSensors(path) neither repeats nor makes up minutes after a restart", async (t) => {
  const before = plant(t);
  const first = await listen(before.path, t);
  for (const seconds of [0, 1]) before.tickAt(anchor + seconds * 1000);
  await until(() => first.lines().length === meters.length);
  await first.close();
  await before.sensors.stop();

  const after = plant(t, anchor + 20_000, before.folder);
  const second = await listen(after.path, t);
  for (const seconds of [20, 21, 60]) after.tickAt(anchor + seconds * 1000);
  await until(() => second.lines().length === meters.length);
  assert.deepEqual(stamps(second.lines()), ["2026-07-09 14:21"]);
  await after.sensors.stop();

  const later = plant(t, anchor + 3 * hour, before.folder);
  const third = await listen(later.path, t);
  for (const seconds of [0, 1]) later.tickAt(anchor + 3 * hour + seconds * 1000);
  await until(() => third.lines().length === meters.length);
  assert.deepEqual(stamps(third.lines()), ["2026-07-09 17:20"]);
});

test("waterSensors(path).stop() hangs up and takes the link away", async (t) => {
  const {path, sensors} = plant(t);
  const fd = openSync(path, constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK);
  t.after(() => closeSync(fd));
  assert.equal(isHungUp(fd), false);
  await sensors.stop();
  await until(() => isHungUp(fd));
  assert.equal(existsSync(path), false);
});

test("waterSensors(path) never waits for a reader who does not read, and loses no line in the middle", async (t) => {
  const {path, tickAt} = plant(t);
  const {port, lines} = await listen(path, t);
  port.pause();
  const minutes = 600;
  for (let i = 0; i <= minutes; i++) tickAt(anchor + i * minute);
  port.resume();
  let now = anchor + minutes * minute;
  await until(() => {
    now += 1000;
    tickAt(now);
    return lines().some((line) => line.includes(" 00:20 "));
  });
  for (const line of lines()) assert.match(line, /^00[123] 2026-07-(09|10) \d\d:\d\d \d+\.\d \d\.\d\d$/);
});

test("waterSensors(path) throws away what a reader sends", async (t) => {
  const {path, tickAt} = plant(t);
  const {lines} = await listen(path, t);
  const talker = await open(path, constants.O_RDWR | constants.O_NOCTTY);
  t.after(() => talker.close());
  let written = false;
  const writing = talker.write(Buffer.alloc(100_000, "hello?\n")).then(() => {
    written = true;
  });
  let now = anchor;
  await until(() => {
    now += 10;
    tickAt(now);
    return written && lines().length === meters.length;
  });
  await writing;
});

test("waterSensors(path) puts its link over one that was left behind", async (t) => {
  const first = plant(t);
  const target = readlinkSync(first.path);
  const second = plant(t, anchor, first.folder);
  assert.notEqual(readlinkSync(second.path), target);
  await first.sensors.stop();
  assert.ok(existsSync(second.path));
});
