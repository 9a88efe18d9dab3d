import assert from "node:assert/strict";
import {test} from "node:test";
import {byAge, datedName, rotatedName} from "../../../../collector/sources/logfile/rotated-name.ts";

test("rotatedName() knows the names that logs are given, and no others", () => {
  const rotated = [
    "access.log.1",
    "access.log.12.gz",
    "access.1.log",
    "access.log-20240709",
    "access.log-20240709.gz",
    "access.log-2024070913",
    "access.log-1720519200.xz",
    "access.log.2024-07-09_12-00",
    "access-20240709.log.gz",
    "access-2024-07-09T12-00-00.000.log.gz",
    "access-2024-07-09T12-00-00.000-size.log"
  ];
  const others = [
    "access.log",
    "access.log~",
    "access.log.bak",
    "error.log.1",
    "access.logs.1",
    "access.log.1.gz.tmp",
    "access.log.gz"
  ];
  assert.deepEqual(
    [...rotated, ...others].filter((name) => rotatedName("access.log", name)),
    rotated
  );
  assert.ok(rotatedName("messages", "messages.1"));
});

test("byAge() puts the oldest first: by date, then by number from the highest", () => {
  const names = [
    "access.log-20240708.gz",
    "access.log-20240709.gz",
    "access.log-20240709.1",
    "access.log-20240710",
    "access.log.10.gz",
    "access.log.2.gz",
    "access.log.1"
  ];
  const sorted = names
    .toSorted()
    .map((name) => ({name, rotated: rotatedName("access.log", name)!}))
    .sort((a, b) => byAge(a.rotated, b.rotated));
  assert.deepEqual(
    sorted.map(({name}) => name),
    names
  );
});

test("datedName() knows the files of other days, up to the day of the log", () => {
  const names = [
    "access-2024-07-08.log.gz",
    "access-2024-07-09.log",
    "access-2024-07-10.log",
    "access-2024-07-11.log",
    "error-2024-07-09.log"
  ];
  assert.deepEqual(
    names.filter((name) => datedName("access-2024-07-10.log", name)),
    names.slice(0, 2)
  );
  assert.equal(datedName("access.log", "access.log"), null);
});
