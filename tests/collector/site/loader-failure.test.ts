import assert from "node:assert/strict";
import {test} from "node:test";
import {failureReason} from "../../../collector/site/loader-failure.ts";

const root = "/srv/weir";
const env = {WEIR_DB_PASSWORD: "hunter22", HOME: "/home"};

test("failureReason() takes the message of an error from what Node prints of it", () => {
  const printed = `${root}/loaders/lake.ts:51
      const first = times[0];
                         ^

TypeError: Cannot read properties of undefined (reading 'length')
    at regular (${root}/loaders/lake.ts:51:23)`;
  assert.equal(
    failureReason(printed, {root, env}),
    "TypeError: Cannot read properties of undefined (reading 'length')"
  );
});

test("failureReason() leaves out passwords, secret settings and where the project lies, and keeps to one short line", () => {
  for (const [printed, reason] of [
    ["cannot reach postgres://ann:secret@db:5432/x\nmore", "cannot reach postgres://***@db:5432/x"],
    ["refused: hunter22", "refused: ***"],
    [`Error: cannot read ${root}/data/rows.csv`, "Error: cannot read data/rows.csv"],
    ["\n\n  no such file  \n", "no such file"],
    ["", "it printed nothing"],
    ["x".repeat(500), `${"x".repeat(199)}…`]
  ] as const)
    assert.equal(failureReason(printed, {root, env}), reason);
});
