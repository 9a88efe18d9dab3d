import assert from "node:assert/strict";
import {readFileSync, renameSync} from "node:fs";
import {test} from "node:test";
import {collectFrom, hash, inputs} from "../collecting.ts";
import {calls, create, reasons, rig, rows, stamp, start, subjects, values, wide} from "./rig.ts";

test("csv.read() takes quoted lines without a line end, and rejects a quote that is never closed", async (t) => {
  const {source, write} = rig(t, calls);
  const header = "time,what,who,state,ms,size\n";
  write("a.csv", `${header}${stamp(1)},"\n",,,,"\n1"`);
  write("b.csv", `${header}${stamp(2)},"open,,,,\n${stamp(3)},next,,,,\n`);
  write("c.csv", `${header}${stamp(4)},"open`);
  const collected = await collectFrom(source, inputs(4));
  assert.deepEqual(reasons(collected), ["what is not a text: ", "a quote is not closed", "a quote is not closed"]);
  assert.deepEqual(subjects(collected), ["next"]);
});

test("csv.read() rejects the line of a quote that is not closed, and goes on in the next one", async (t) => {
  const {source, write, append} = rig(t, {...wide, maxRecordBytes: 256});
  const numbers = Array.from({length: 40}, (_, i) => i);
  write("a.csv", `time,q\n${rows(1)}${stamp(2)},"2\n${rows(...numbers)}${stamp(3)},"${"3".repeat(1000)}`);
  let rest = "3\n";
  const collected = await collectFrom(source, (so) => {
    if (so.rejects.length === 2 && rest) append("a.csv", `${rest}${rows(41)}`);
    if (so.rejects.length === 2) rest = "";
    return inputs(44)(so);
  });
  assert.deepEqual(values(collected), [1, ...numbers, 41]);
  assert.deepEqual(
    collected.rejects.map(({reason, position}) => [reason, position]),
    [
      ["longer than 256 bytes (a quote that is not closed?)", "a.csv line 3"],
      ["longer than 256 bytes", "a.csv line 44"]
    ]
  );
  assert.equal(collected.rejects[0]!.raw, `${stamp(2)},"2`);
});

test("csv.read() rejects a row with a quote within a field, and that row alone", async (t) => {
  const {source, write} = rig(t, calls);
  write(
    "a.csv",
    `time,what,who,state,ms,size\n${stamp(1)},5" pipe,,,,\n${stamp(2)},next,,,,\n${stamp(3)},6" pipe,,,,\n`
  );
  const collected = await collectFrom(source, inputs(3));
  assert.deepEqual(reasons(collected), ["a quote where none may be", "a quote where none may be"]);
  assert.deepEqual(subjects(collected), ["next"]);
});

test("csv.read() takes a row of just maxRecordBytes", async (t) => {
  const {source, write} = rig(t, {...wide, maxRecordBytes: 256});
  const row = (length: number) => `${stamp(1)},1.`.padEnd(length, "5");
  write("a.csv", `time,q\r\n${row(256)}\r\n${row(257)}\r\n${rows(3)}`);
  const {records, rejects} = await collectFrom(source, inputs(3));
  assert.deepEqual([records.length, rejects.length], [2, 1]);
});

test("csv.read() goes on within a line that is too long after a stop", async (t) => {
  const {source, write, append} = rig(t, {...wide, maxRecordBytes: 256});
  write("a.csv", `time,q\n${"x".repeat(500)}`);
  const {cursor} = await collectFrom(source, inputs(1));
  append("a.csv", `${"x".repeat(500)}\n${rows(1)}`);
  const after = await collectFrom(source, inputs(1), {cursor});
  assert.deepEqual([values(after), after.rejects], [[1], []]);
});

test("csv.read() says where a row is wrong, and shows nothing private of it", async (t) => {
  const {source, write} = rig(t, calls);
  const lines = [
    "yesterday,a,SECRET,,,",
    `${stamp(1)},a,SECRET`,
    `${stamp(1)},"a" b,SECRET,,,`,
    `${stamp(1)},,SECRET,,,`,
    `${stamp(1)},"a\nb",SECRET,,soon,`,
    `${stamp(1)},a,SECRET,ok,1.5,7`
  ];
  write("a.csv", `time,what,who,state,ms,size\n\n${lines.join("\n")}\n`);
  const {records, rejects, cursor} = await collectFrom(source, inputs(6));
  assert.deepEqual(
    rejects.map(({reason, position}) => [position, reason]),
    [
      ["a.csv line 3", "time is an invalid time: yesterday (write YYYY-MM-DD HH:MM:SS)"],
      ["a.csv line 4", "3 fields, but the header has 6"],
      ["a.csv line 5", "a quote where none may be"],
      ["a.csv line 6", "what is not a text: "],
      ["a.csv line 7", "ms is not a number: soon"]
    ]
  );
  const kept = {time: "yesterday", what: "a", who: hash("SECRET"), state: "", ms: "", size: ""};
  assert.deepEqual(JSON.parse(rejects[0]!.raw), kept);
  assert.doesNotMatch(JSON.stringify([rejects, cursor]), /SECRET/);
  const event = {time: start + 60_000, source: "tested", kind: "call", actor: hash("SECRET"), subject: "a"};
  assert.deepEqual(records, [{...event, status: "ok", durationMs: 1.5, bytes: 7}]);
});

test("csv.read() keeps the text of a row that has no columns, as far as 1 KiB", async (t) => {
  const {source, write} = rig(t);
  const bad = Buffer.concat([Buffer.from(`time,q\n${stamp(1)},`), Buffer.from([0xff]), Buffer.from("\n")]);
  write("a.csv", Buffer.concat([bad, Buffer.from(`${rows(1)}a,b,c\n${"x".repeat(3000)},${"y".repeat(3000)}\n`)]));
  const collected = await collectFrom(source, inputs(4));
  assert.deepEqual(values(collected), [1]);
  assert.deepEqual(reasons(collected).slice(0, 2), ["not valid UTF-8", "3 fields, but the header has 2"]);
  const raws = collected.rejects.map(({raw}) => raw);
  assert.deepEqual(raws.slice(0, 2), [`${stamp(1)},\\xff`, "a,b,c"]);
  assert.ok(raws[2]!.length < 1100 && raws[2]!.endsWith("bytes)"));
});

test("csv.read() names a file whose header lacks a column, and reads the others", async (t) => {
  const {source, write} = rig(t);
  write("a.csv", `time,p\n${rows(1)}`);
  write("b.csv", `time,q\n${rows(2)}`);
  const seen: unknown[] = [];
  const collecting = collectFrom(source, (so) => {
    seen.push(...values(so));
    return false;
  });
  await assert.rejects(collecting, /^Error: cannot read CSV file: .*a\.csv \(it has no column q, but time, p\)$/);
  assert.deepEqual(seen, [2]);
});

test("csv.read() says what is wrong with a path or a header", async (t) => {
  const {source, write, at, folder} = rig(t);
  const fails = (expected: RegExp) => assert.rejects(collectFrom(source, inputs(1)), expected);
  for (const [content, expected] of [
    ["time,q,q\n", /more than one column q\)$/],
    ['time,"q" x\n', /its header has a quote where none may be\)$/],
    [`${"x".repeat(70_000)}\n`, /its header is longer than 65536 bytes\)$/]
  ] as const) {
    write("a.csv", content);
    await fails(expected);
  }
  await assert.rejects(collectFrom(create({path: folder, ...wide}), inputs(1)), /exports \(it is a folder\)$/);
  renameSync(folder, `${folder}.away`);
  await fails(/^Error: cannot read CSV folder: .*exports \(no such file or folder\)$/);
  assert.throws(() => readFileSync(at("a.csv")));
});

test("csv.replay() reads the cells that were kept of a rejected row", () => {
  const reject = {time: 5, source: "it", dataset: "readings", reason: "", position: "a.csv line 2"};
  const context = {id: "it", hash: (value: string) => (value.startsWith("#") ? value : `#${value}`)};
  const replay = (options: object, raw: string) => [
    ...create({path: "a", ...options}).replay!({...reject, raw}, context).records
  ];
  const reading = {time: start, source: "it", series: "plant/flow", value: 1.5, quality: "good"};
  const raw = JSON.stringify({time: stamp(0), q: "1,5"});
  assert.deepEqual(replay({...wide, decimal: ","}, raw), [reading]);
  assert.throws(() => replay(wide, raw), /q is not a number: 1,5/);
  assert.throws(() => replay({...wide, values: {flow: "Q"}}, raw), /for it was not read then: Q$/);
  assert.throws(() => replay(wide, `${raw.slice(0, 9)}… (2000 bytes)`), /were not kept/);
  const call = {time: stamp(0), what: "a", who: "#ann", state: "", ms: "", size: ""};
  assert.equal((replay(calls, JSON.stringify(call))[0] as {actor: string}).actor, "#ann");
  const asked = {dataset: "requests", columns: {id: "id", requestedAt: "asked"}};
  const [request] = replay(asked, JSON.stringify({id: "1", asked: stamp(0)}));
  assert.equal((request as {observedAt: number}).observedAt, 5);
});
