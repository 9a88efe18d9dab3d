import assert from "node:assert/strict";
import {appendFileSync, copyFileSync, mkdirSync, renameSync, rmSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import {seeded} from "../../../support/random.ts";
import {type Collected, collectFrom, expectNothing, inputs} from "../collecting.ts";
import {calls, rig, rows, stamp, subjects, values, wide} from "./rig.ts";

test("csv.read() waits for the end of a row, and reads files that are dropped in by name", async (t) => {
  const {source, write, append, at} = rig(t);
  write("b.csv", `time,q\n${rows(3)}`);
  write("a.csv", `time,q\n${rows(1)}${stamp(2)}`);
  write(".c.csv", `time,q\n${rows(9)}`);
  write("c.csv.part", `time,q\n${rows(4, 5)}`);
  const collected = await collectFrom(source, (so) => {
    if (so.records.length === 2) append("a.csv", ",2");
    if (so.records.length === 2) append("a.csv", "\n");
    if (so.records.length === 3) renameSync(at("c.csv.part"), at("c.csv"));
    return inputs(5)(so);
  });
  assert.deepEqual(values(collected), [1, 3, 2, 4, 5]);
});

test("csv.read() reads a growing file once, wherever it is cut into polls and runs", async (t) => {
  const random = seeded(7);
  const {source, at, write} = rig(t, calls);
  const kinds = ["plain", 'a "quoted" one', 'a "quote"\n and more', "two\nlines", "two\r\nlines", "a, b", "ü€"];
  const names = Array.from({length: 60}, (_, i) => `${kinds[i % kinds.length]}${i}`);
  const lines = names.map((name, i) => {
    const end = random() < 0.5 ? "\n" : "\r\n";
    return Buffer.from(`${stamp(i)},"${name.replaceAll('"', '""')}",,,${i},${end}`);
  });
  const header = Buffer.from("time,what,who,state,ms,size\r\n");
  const bytes = Buffer.concat([header, ...lines]);
  write("a.csv", "");
  const seen: unknown[] = [];
  let cursor: unknown = null;
  let due = 0;
  for (let cut = 0, end = header.length; cut < bytes.length; ) {
    const next = Math.min(bytes.length, cut + 1 + Math.floor(random() * 300));
    appendFileSync(at("a.csv"), bytes.subarray(cut, next));
    cut = next;
    const before = due;
    while (due < lines.length && end + lines[due]!.length <= cut) end += lines[due++]!.length;
    if (due === before) continue;
    const collected = await collectFrom(source, inputs(due - before), {cursor});
    seen.push(...subjects(collected));
    assert.deepEqual(collected.rejects, []);
    cursor = collected.cursor;
  }
  assert.deepEqual(seen, names);
  await expectNothing(source, {cursor});
});

test("csv.read() finds the end of a row whose quotes came in pieces, in one run", async (t) => {
  const {source, write, append} = rig(t, calls);
  const pieces = [`${stamp(0)},"one`, `\ntwo "`, `" three"`, `,ann,,,\n`, `${stamp(1)},four,,,,\n`];
  write("a.csv", `time,what,who,state,ms,size\n${stamp(0)},first,,,,\n`);
  const collected = await collectFrom(source, (so) => {
    if (so.records.length === 1) for (const piece of pieces.splice(0, 2)) append("a.csv", piece);
    if (so.records.length === 1) setTimeout(() => append("a.csv", pieces.splice(0).join("")), 250);
    return inputs(3)(so);
  });
  assert.deepEqual(subjects(collected), ["first", 'one\ntwo " three', "four"]);
});

test("csv.read() gives at most 1000 records at once, over rows of several, and goes on from any of them", async (t) => {
  const options = {...wide, values: {flow: "q", pressure: "p", level: "l"}};
  const {source, write} = rig(t, options);
  const numbers = Array.from({length: 1500}, (_, i) => i);
  const text = numbers.map((n) => `${stamp(n)},${n},${n},${n}\n`);
  write("a.csv", `time,q,p,l\n${text.slice(0, 700).join("")}`);
  write("b.csv", `time,q,p,l\n${text.slice(700).join("")}`);
  const whole = await collectFrom(source, inputs(4500));
  assert.deepEqual(
    whole.batches.map(({read}) => read),
    [999, 999, 999, 999, 504]
  );
  const seen: unknown[] = [];
  let cursor: unknown = null;
  while (seen.length < 4500) {
    const next = await collectFrom(source, () => true, {cursor});
    seen.push(...values(next));
    cursor = next.cursor;
  }
  assert.deepEqual(
    seen,
    numbers.flatMap((n) => [n, n, n])
  );
});

test("csv.read() takes many small files in few batches", async (t) => {
  const {source, write} = rig(t);
  for (let i = 100; i < 400; i++) write(`${i}.csv`, `time,q\n${rows(i)}`);
  const {batches, records} = await collectFrom(source, inputs(300));
  assert.deepEqual([batches.length, records.length], [1, 300]);
});

test("csv.read() reads a file with other content from its start", async (t) => {
  const {source, write} = rig(t);
  write("a.csv", `time,q\n${rows(1, 2, 3)}`);
  const running = await collectFrom(source, (so) => {
    if (so.records.length === 3) write("a.csv", `time,q\n${rows(4, 5, 6)}`);
    if (so.records.length === 6) write("a.csv", `time,q\n${rows(7)}`);
    return inputs(7)(so);
  });
  assert.deepEqual(values(running), [1, 2, 3, 4, 5, 6, 7]);
  write("a.csv", `time,q\n${rows(8, 9)}`);
  const {cursor, ...stopped} = await collectFrom(source, inputs(2), {cursor: running.cursor});
  assert.deepEqual(values(stopped as Collected), [8, 9]);
  write("a.csv", `time,q\n${rows(8, 9, 10)}`);
  assert.deepEqual(values(await collectFrom(source, inputs(1), {cursor})), [10]);
});

test("csv.read() tells files apart by what stands before the place, not by their beginnings alone", async (t) => {
  const {source, write} = rig(t);
  const same = Array.from({length: 100}, (_, i) => i);
  write("a.csv", `time,q\n${rows(...same, 100)}`);
  const {cursor} = await collectFrom(source, inputs(101));
  write("a.csv", `time,q\n${rows(...same, 200, 201)}`);
  const {records} = await collectFrom(source, inputs(102), {cursor});
  assert.equal(records.length, 102);
});

test("csv.read() does not read a renamed file twice, but a copy", async (t) => {
  const {source, write, append, at} = rig(t);
  write("a.csv", `time,q\n${rows(1, 2)}`);
  const first = await collectFrom(source, inputs(2));
  renameSync(at("a.csv"), at("a-1.csv"));
  append("a-1.csv", rows(3));
  write("a.csv", `time,q\n${rows(4)}`);
  const rotated = await collectFrom(source, inputs(2), {cursor: first.cursor});
  assert.deepEqual(values(rotated), [3, 4]);
  await expectNothing(source, {cursor: rotated.cursor});
  copyFileSync(at("a.csv"), at("copy.csv"));
  const copied = await collectFrom(source, inputs(1), {cursor: rotated.cursor});
  assert.deepEqual(values(copied), [4]);
  renameSync(at("a-1.csv"), at("moved.csv"));
  copyFileSync(at("moved.csv"), at("moved-1.csv"));
  const moved = await collectFrom(source, inputs(3), {cursor: copied.cursor});
  assert.deepEqual(values(moved), [1, 2, 3]);
  await expectNothing(source, {cursor: moved.cursor});
});

test("csv.read() reads a file again of which only the beginning differs", async (t) => {
  const {source, write} = rig(t);
  const same = rows(...Array.from({length: 100}, (_, i) => i));
  write("a.csv", `time,q\n${rows(1)}${same}`);
  const {cursor} = await collectFrom(source, inputs(101));
  write("a.csv", `time,q\n${rows(2)}${same}`);
  assert.equal((await collectFrom(source, inputs(101), {cursor})).records.length, 101);
});

test("csv.read() finds a file again that was away for a moment, and forgets it later", async (t) => {
  const {source, write, at, folder} = rig(t);
  write("a.csv", `time,q\n${rows(1)}`);
  write("b.csv", `time,q\n${rows(2)}`);
  const names = ({cursor}: Collected) => (cursor as {files: {name: string}[]}).files.map(({name}) => name).sort();
  const first = await collectFrom(source, inputs(2));
  renameSync(at("a.csv"), join(folder, "..", "a.csv"));
  const poll = async (cursor: unknown) => {
    let polls = 0;
    const controller = new AbortController();
    const running = () => {
      if (++polls === 3) renameSync(join(folder, "..", "a.csv"), at("z.csv"));
      if (polls === 5) rmSync(at("z.csv"));
      if (polls === 18) write("c.csv", `time,q\n${rows(3)}`);
    };
    return collectFrom(source, inputs(1), {cursor, running, signal: controller.signal});
  };
  const later = await poll(first.cursor);
  assert.deepEqual(values(later), [3]);
  assert.deepEqual(names(later), ["b.csv", "c.csv"]);
});

test("csv.read() keeps what it knows while a folder is empty", async (t) => {
  const {source, write, folder} = rig(t);
  write("a.csv", `time,q\n${rows(1)}`);
  const {cursor} = await collectFrom(source, inputs(1));
  renameSync(folder, `${folder}.away`);
  mkdirSync(folder);
  let polls = 0;
  const running = () => {
    if (++polls !== 15) return;
    renameSync(folder, `${folder}.empty`);
    renameSync(`${folder}.away`, folder);
    write("b.csv", `time,q\n${rows(2)}`);
  };
  assert.deepEqual(values(await collectFrom(source, inputs(1), {cursor, running})), [2]);
});

test("csv.read() takes a last row without a line end once its file is quiet", async (t) => {
  const {source, write, append} = rig(t);
  write("a.csv", `time,q\n${stamp(1)},1`);
  let polls = 0;
  const first = await collectFrom(source, inputs(1), {running: () => polls++});
  assert.deepEqual([values(first), polls >= 10], [[1], true]);
  append("a.csv", `\n${rows(2)}`);
  const second = await collectFrom(source, inputs(1), {cursor: first.cursor});
  assert.deepEqual([values(second), second.rejects], [[2], []]);
});

test("csv.read() waits in a file without rows, and in an empty folder", async (t) => {
  const {source, write, append} = rig(t);
  let polls = 0;
  const running = () => {
    if (++polls === 2) write("a.csv", "");
    if (polls === 3) append("a.csv", "time,");
    if (polls === 4) append("a.csv", "q");
    if (polls === 20) append("a.csv", "\n");
    if (polls === 22) append("a.csv", rows(1));
  };
  assert.deepEqual(values(await collectFrom(source, inputs(1), {running})), [1]);
});
