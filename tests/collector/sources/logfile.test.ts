import assert from "node:assert/strict";
import {appendFileSync, copyFileSync, renameSync, rmSync, statSync, truncateSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {type TestContext, test} from "node:test";
import {logfile} from "../../../collector/sources/logfile.ts";
import {temporaryFolder} from "../../support/temporary-folder.ts";
import {type Collected, collectFrom, expectNothing, hash, inputs} from "./collecting.ts";
import {complies, rejectsWell} from "./compliance.ts";

let count = 0;

/** A line like no other; `/page/<n>` tells which. */
function line(n = ++count): string {
  const time = new Date(Date.UTC(2024, 6, 9) + n * 1000).toISOString().slice(11, 19);
  return `192.0.2.7 - ann [09/Jul/2024:${time} +0000] "GET /page/${n}?token=secret HTTP/1.1" 200 ${n} "-" "test"\n`;
}

const lines = (many: number): string => Array.from({length: many}, () => line()).join("");
const pages = ({records}: Collected): number[] => records.map(({bytes}) => bytes as number);

function rig(t: TestContext) {
  const path = join(temporaryFolder(t), "access.log");
  writeFileSync(path, "");
  const source = logfile.create(logfile.options.parse({path, every: "100ms"}), "/");
  const feed = () => {
    appendFileSync(path, lines(3));
    return 3;
  };
  return {path, source, feed};
}

const compliant = (t: TestContext) => {
  const {path, source, feed} = rig(t);
  return {
    source,
    feed,
    spoil: () => appendFileSync(path, "garbage\n"),
    unplug: () => renameSync(path, `${path}.away`),
    replug: () => renameSync(`${path}.away`, path),
    away: /^cannot read log file: .*access\.log \(no such file or folder\)$/
  };
};
complies("logfile", compliant);
rejectsWell("logfile", compliant);

test("logfile.read() keeps neither queries nor addresses", async (t) => {
  const {path, source} = rig(t);
  appendFileSync(
    path,
    '192.0.2.7 - ann [09/Jul/2024:12:00:00 +0200] "GET /a/b?token=secret HTTP/1.1" 404 - "-" "test"\n'
  );
  const {records} = await collectFrom(source, inputs(1));
  assert.deepEqual(records, [
    {
      time: Date.UTC(2024, 6, 9, 10),
      source: "tested",
      kind: "http",
      actor: hash("192.0.2.7"),
      subject: "GET /a/b",
      status: "404",
      durationMs: null,
      bytes: 0
    }
  ]);
});

test("logfile.read() rejects malformed, overlong and undecodable lines with their offsets, private parts hashed", async (t) => {
  const {path} = rig(t);
  const source = logfile.create(logfile.options.parse({path, every: "100ms", maxLineBytes: 300}), "/");
  const malformed = '192.0.2.7 - ann [nonsense] "GET /?key=secret HTTP/1.1" from 2001:db8::1 and 198.51.100.9:80\n';
  const overlong = `${"x".repeat(5000)}\n`;
  appendFileSync(path, malformed);
  appendFileSync(path, overlong);
  appendFileSync(path, Buffer.from([0xff, 0xfe, 0x0a]));
  appendFileSync(path, `\n\n${line(7)}`);
  const {rejects, records, batches} = await collectFrom(source, inputs(4));
  assert.deepEqual(
    rejects.map(({position}) => position),
    ["0", String(malformed.length), String(malformed.length + overlong.length)]
  );
  assert.deepEqual(
    rejects.map(({reason}) => reason),
    ["not a line of the combined format", "line longer than 300 bytes: 5001", "not valid UTF-8"]
  );
  const raw = rejects[0]!.raw;
  for (const secret of ["192.0.2.7", "ann", "secret", "2001:db8::1", "198.51.100.9"])
    assert.ok(!raw.includes(secret), raw);
  assert.ok(raw.startsWith(`${hash("192.0.2.7")} - ${hash("ann")} [nonsense]`));
  assert.equal(rejects[1]!.raw.length, 300);
  assert.deepEqual([records.length, batches[0]!.read], [1, 4]);
});

test("logfile.read() leaves an unfinished line until it is finished", async (t) => {
  const {path, source} = rig(t);
  const before = line();
  const text = line();
  appendFileSync(path, before + text.slice(0, 20));
  const {cursor, records} = await collectFrom(source, inputs(1));
  assert.equal(records.length, 1);
  await expectNothing(source, {cursor});
  appendFileSync(path, text.slice(20));
  assert.deepEqual(pages(await collectFrom(source, inputs(1), {cursor})), [count]);
});

test("logfile.read() hands over a large file in bounded batches", async (t) => {
  const {path, source} = rig(t);
  const first = count + 1;
  appendFileSync(path, lines(45_678));
  const collected = await collectFrom(source, inputs(45_678));
  assert.ok(collected.batches.every(({records}) => records.length < 2 ** 15));
  assert.ok(collected.batches.length > 1);
  assert.deepEqual(
    pages(collected),
    Array.from({length: 45_678}, (_, i) => first + i)
  );
});

test("logfile.read() finishes a renamed file before the new one", async (t) => {
  const {path, source} = rig(t);
  appendFileSync(path, lines(2));
  const first = count - 1;
  const rotate = () => {
    const late = line();
    renameSync(path, `${path}.1`);
    appendFileSync(`${path}.1`, late);
    writeFileSync(path, lines(2));
  };
  let rotated = false;
  const collected = await collectFrom(source, (so) => {
    if (!rotated) rotate();
    rotated = true;
    return inputs(5)(so);
  });
  assert.deepEqual(pages(collected), [first, first + 1, first + 2, first + 3, first + 4]);
});

test("logfile.read() finds its file again after rotations while it was stopped", async (t) => {
  const {path, source} = rig(t);
  const first = count + 1;
  appendFileSync(path, lines(200));
  const {cursor} = await collectFrom(source, inputs(200));
  appendFileSync(path, lines(1));
  renameSync(path, `${path}.1`);
  writeFileSync(path, lines(2));
  renameSync(`${path}.1`, `${path}.2`);
  renameSync(path, `${path}.1`);
  writeFileSync(path, lines(3));
  const after = await collectFrom(source, inputs(6), {cursor});
  assert.deepEqual(
    pages(after),
    [0, 1, 2, 3, 4, 5].map((n) => first + 200 + n)
  );
});

test("logfile.read() finds its place in the copy that copytruncate leaves", async (t) => {
  const {path, source} = rig(t);
  appendFileSync(path, lines(10));
  const {cursor} = await collectFrom(source, inputs(10));
  appendFileSync(path, lines(1));
  copyFileSync(path, `${path}.1`);
  truncateSync(path);
  appendFileSync(path, lines(1));
  assert.deepEqual(pages(await collectFrom(source, inputs(2), {cursor})), [count - 1, count]);
});

test("logfile.read() starts over in a file that was cut, and rejects what is lost", async (t) => {
  const {path, source} = rig(t);
  appendFileSync(path, lines(5));
  const {size} = statSync(path);
  let cut = false;
  const collected = await collectFrom(source, (so) => {
    if (!cut) {
      truncateSync(path);
      appendFileSync(path, line());
    }
    cut = true;
    return inputs(7)(so);
  });
  assert.equal(pages(collected).at(-1), count);
  assert.deepEqual(collected.rejects, [
    {
      reason: `log truncated: what was written to access.log after byte ${size} is lost, if anything was`,
      position: `${size}-`,
      raw: ""
    }
  ]);
});

test("logfile.read() starts over in a file that was written anew and has grown past the offset", async (t) => {
  const {path, source} = rig(t);
  appendFileSync(path, lines(2));
  const {cursor} = await collectFrom(source, inputs(2));
  writeFileSync(path, lines(4));
  assert.deepEqual(pages(await collectFrom(source, inputs(5), {cursor})), [count - 3, count - 2, count - 1, count]);
});

test("logfile.read() starts at the front of a file that replaced its own", async (t) => {
  const {path, source} = rig(t);
  appendFileSync(path, lines(2));
  const {cursor} = await collectFrom(source, inputs(2));
  rmSync(path);
  writeFileSync(path, lines(1));
  const collected = await collectFrom(source, inputs(2), {cursor});
  assert.deepEqual(pages(collected), [count]);
  assert.match(collected.rejects[0]!.reason, /^log (deleted|truncated)/); // the new file may have the number of the old one
});
