import assert from "node:assert/strict";
import {appendFileSync, renameSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {type TestContext, test} from "node:test";
import {csv} from "../../../collector/sources/csv.ts";
import {temporaryFolder} from "../../support/temporary-folder.ts";
import {collectFrom, inputs} from "./collecting.ts";
import {complies, rejectsWell} from "./compliance.ts";
import {calls, create, long, reasons, rig, stamp, start, values, wide} from "./csv/rig.ts";

const growing = (header: string, row: (n: number) => string, bad: string, options: object) => (t: TestContext) => {
  const path = join(temporaryFolder(t), "rows.csv");
  writeFileSync(path, `${header}\n`);
  let count = 0;
  return {
    source: create({path, ...options}),
    feed: () => {
      for (let i = 0; i < 3; i++) appendFileSync(path, `${row(++count)}\n`);
      return 3;
    },
    spoil: () => appendFileSync(path, `${bad}\n`),
    unplug: () => renameSync(path, `${path}.away`),
    replug: () => renameSync(`${path}.away`, path),
    away: /^cannot read CSV file: .*rows\.csv \(no such file or folder\)$/
  };
};
const readings = growing("time,q", (n) => `${stamp(n)},${n}`, `${stamp(0)},many`, wide);
const events = growing("time,what,who,state,ms,size", (n) => `${stamp(n)},a,ann,ok,1,2`, "yesterday,,,,,", calls);
const requests = growing("id,asked", (n) => `${n},${stamp(n)}`, "7", {
  dataset: "requests",
  columns: {id: "id", requestedAt: "asked"}
});
complies("csv readings", readings);
rejectsWell("csv readings", readings);
complies("csv events", events);
rejectsWell("csv events", events);
complies("csv requests", requests);
rejectsWell("csv requests", requests);

test("csv.read() reads what Excel writes: byte order mark, semicolons, Latin-1, decimal commas, CRLF", async (t) => {
  const columns = {time: "Zeit", thing: "Gerät"};
  const limits = {flow: {max: 10}};
  const options = {
    ...wide,
    thing: undefined,
    columns,
    values: {flow: "Durchfluß", level: "Höhe"},
    limits,
    decimal: ","
  };
  const {source, write, at} = rig(t, {...options, timeZone: "Europe/Berlin"});
  const text =
    '"Zeit";"Gerät";"Durchfluß";"Höhe"\r\n2024-07-09 12:00;"Süd";1,5;\r\n2024-07-09 12:01;Nord;11;-0,25\r\n;;;\r\n\r\n';
  write("a.csv", `\ufeff${text}2024-07-09 12:02;Süd;1.5;1\r\n`);
  const {records, rejects} = await collectFrom(source, inputs(4));
  const time = Date.UTC(2024, 6, 9, 10);
  const expected = [
    {time, source: "tested", series: "Süd/flow", value: 1.5, quality: "good"},
    {time: time + 60_000, source: "tested", series: "Nord/flow", value: 11, quality: "suspect"},
    {time: time + 60_000, source: "tested", series: "Nord/level", value: -0.25, quality: "good"}
  ];
  assert.deepEqual(records, expected);
  assert.deepEqual(
    rejects.map(({reason, position}) => [reason, position]),
    [["Durchfluß is not a number with a decimal comma: 1.5", "a.csv line 6"]]
  );
  write("a.csv", Buffer.from(text, "latin1"));
  const latin = create({path: at("*.csv"), ...options, timeZone: "Europe/Berlin", encoding: "latin1"});
  assert.deepEqual((await collectFrom(latin, inputs(3))).records, expected);
  await assert.rejects(collectFrom(source, inputs(1)), /a\.csv \(its header is not valid UTF-8 \(write encoding/);
});

test("csv.read() finds the delimiter in the header, quoted text aside, unless it is given", async (t) => {
  const {source, write, at} = rig(t);
  const time = stamp(1);
  write("comma.csv", `time,q\n${time},1\n`);
  write("pipe.csv", `time|"a,b;c,d"|q\n${time}||2\n`);
  write("semicolon.csv", `time;q\n${time};3\n`);
  write("tab.csv", `time\tq\n${time}\t4\n`);
  assert.deepEqual(values(await collectFrom(source, inputs(4))), [1, 2, 3, 4]);
  write("given.csv", `a,b,c|time|q\n|${time}|5\n`);
  const given = create({path: at("given.csv"), ...wide, delimiter: "|"});
  assert.deepEqual(values(await collectFrom(given, inputs(1))), [5]);
});

test("csv.read() reads rows of one series each, and times since 1970", async (t) => {
  const {source, write, at} = rig(t, {...long, limits: {flow: {max: 1}}});
  const seconds = start / 1000;
  write("a.csv", `value,time,x,series\n1,${seconds},,001/flow\n2,${start},,001/flow\n,${stamp(1)},,001/flow\n`);
  write("b.csv", `value,time,x,series\n1,${stamp(1)},,flow\n1,202407090000,,001/flow\n3,${stamp(0)},, 002/p \n`);
  const {records, rejects} = await collectFrom(source, inputs(5));
  const common = {time: start, source: "tested"};
  assert.deepEqual(records, [
    {...common, series: "001/flow", value: 1, quality: "good"},
    {...common, series: "001/flow", value: 2, quality: "suspect"},
    {...common, series: "002/p", value: 3, quality: "good"}
  ]);
  assert.deepEqual(
    rejects.map(({reason}) => reason),
    ["series is not <thing>/<quantity>: flow", "time is an invalid time: 202407090000 (write YYYY-MM-DD HH:MM:SS)"]
  );
  write("c.csv", `time,series,value,thing\n${stamp(0)},p,1,w 1\n${stamp(0)},p,1,\n${stamp(0)},p/q,1,w\n`);
  const things = create({path: at("c.csv"), ...long, columns: {...long.columns, thing: "thing"}});
  const named = await collectFrom(things, inputs(3));
  assert.deepEqual(named.records[0]!.series, "w 1/p");
  assert.deepEqual(reasons(named), [
    "thing is not a name without slashes: ",
    "series is not a name without slashes: p/q"
  ]);
});

test("csv.read() reads the states of requests, the later ones observed later", async (t) => {
  const columns = {id: "id", requestedAt: "asked", requester: "by", processedAt: "done", outcome: "result"};
  const {source, write} = rig(t, {dataset: "requests", columns});
  const asked = stamp(0);
  write(
    "a.csv",
    `id,asked,by,done,result\n1,${asked},ann,,\n2,${asked},bob,,\n1,${asked},ann,${stamp(1)},ok\n1,${asked},ann,,\n`
  );
  const {records} = await collectFrom(source, inputs(4), {now: () => 1000});
  const common = {source: "tested", subject: null, requestedAt: start, requester: "ann", processor: null};
  const waiting = {processedAt: null, outcome: null};
  assert.deepEqual(records, [
    {...common, ...waiting, observedAt: 1000, id: "1"},
    {...common, ...waiting, observedAt: 1000, id: "2", requester: "bob"},
    {...common, observedAt: 1001, id: "1", processedAt: start + 60_000, outcome: "ok"},
    {...common, ...waiting, observedAt: 1002, id: "1"}
  ]);
});

test("csv options name mistakes with what to write", () => {
  const mistakes = (options: object) =>
    (csv.options.safeParse({path: "a.csv", ...options}).error?.issues ?? []).map(({message}) => message);
  assert.deepEqual(mistakes(wide), []);
  assert.deepEqual(mistakes({dataset: "licences"}), ["write dataset: readings, events or requests"]);
  assert.match(mistakes({...wide, path: "*/a.csv"})[0]!, /^\* in the name of a folder/);
  assert.match(mistakes({...wide, values: undefined})[0]!, /^missing \(write values/);
  assert.match(mistakes({...wide, values: {}})[0]!, /^write at least one quantity/);
  assert.match(mistakes({...wide, thing: undefined})[0]!, /^missing \(write what the values are of/);
  assert.match(mistakes({...long, values: {flow: "q"}, thing: "a"})[0]!, /^together with columns\.series/);
  assert.match(mistakes({...wide, columns: {time: "t", thing: "thing"}})[0]!, /^together with columns\.thing/);
});
