import assert from "node:assert/strict";
import {test} from "node:test";
import {meetNeeds} from "./needs.ts";

const lacking = (name: string) => ({
  name,
  meet: () => {
    throw new Error(`none (install ${name})`);
  }
});

test("meetNeeds() tells of each thing found", () => {
  const said: string[] = [];
  meetNeeds([{name: "SQLite", meet: () => "3.45"}], {say: (line) => said.push(line)});
  assert.deepEqual(said, ["SQLite: 3.45"]);
});

test("meetNeeds() names everything that is missing at once", () => {
  assert.throws(() => meetNeeds([lacking("a"), {name: "b", meet: () => "fine"}, lacking("c")]), {
    message: "the tests need\n  a: none (install a)\n  c: none (install c)"
  });
});
