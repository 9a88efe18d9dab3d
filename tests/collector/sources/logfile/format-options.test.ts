import assert from "node:assert/strict";
import {test} from "node:test";
import {z} from "zod";
import {formatOf, formatOptions} from "../../../../collector/sources/logfile/format-options.ts";

const options = z.strictObject(formatOptions);
const context = {id: "log", hash: (value: string) => value};
const mistake = (given: object) =>
  options
    .safeParse(given)
    .error?.issues.map(({message}) => message)
    .join("; ");

test("formatOf() chooses the format, its fields and its zone", () => {
  const entry = (given: object, line: string) => formatOf(options.parse(given), context).format.parse([line])[0];
  const time = Date.UTC(2024, 6, 9);
  const told = (given: object, line: string) => {
    const {time, subject} = entry(given, line) as {time: number; subject: string};
    return [time, subject];
  };
  assert.deepEqual(told({}, 'h - - [09/Jul/2024:00:00:00 +0000] "GET /a HTTP/1.1" 200 1'), [time, "GET /a"]);
  assert.deepEqual(
    told(
      {format: "json", fields: {path: "where", time: ["at", "when"]}, timeZone: "Europe/Rome"},
      '{"where":"/a","when":"2024-07-09 02:00"}'
    ),
    [time, "/a"]
  );
  assert.deepEqual(told({format: /^(?<time>\d+) (?<subject>.*)$/}, "1720483200 x"), [time, "x"]);
});

test("formatOptions name what a pattern lacks, and what it has too much", () => {
  assert.match(mistake({format: "nginx"})!, /write combined, json, or a regular expression/);
  assert.match(mistake({format: /^(?<path>.*)$/})!, /no group time/);
  assert.match(mistake({format: /^(?<time>.*)$/})!, /none of the groups subject, request, path/);
  assert.match(mistake({format: /^(?<time>.) (?<path>.) (?<colour>.)$/})!, /unknown group: colour/);
  assert.equal(mistake({format: /^(?<time>.) (?<path>.)$/}), undefined);
});
