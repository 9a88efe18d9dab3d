import assert from "node:assert/strict";
import {test} from "node:test";
import {Catalog} from "../../../collector/catalog.ts";
import {retain} from "../../../collector/retain.ts";
import {noon, second, soundLake} from "../../support/sound-lake.ts";

test("verify() names books that do not balance, or that cannot be read", async (t) => {
  const {alter, problems} = await soundLake(t);
  alter("UPDATE sources SET read = read + 1 WHERE id = 'meter'");
  assert.deepEqual(await problems(), ["books of meter: read 11 is not committed 7 + rejected 0 + spooled 3"]);
  alter("UPDATE sources SET read = read - 1, cursor = '{' WHERE id = 'meter'");
  assert.match((await problems()).join("\n"), /^books that cannot be read: .*JSON/);
});

test("verify() names books that say more or less is committed than the lake holds", async (t) => {
  const {alter, problems} = await soundLake(t);
  alter("UPDATE sources SET read = read + 1, committed = committed + 1 WHERE id = 'log'");
  assert.deepEqual(await problems(), ["books of log: committed 3, but the lake holds 2"]);
  alter("UPDATE sources SET read = read - 2, committed = committed - 2 WHERE id = 'log'");
  assert.deepEqual(await problems(), ["books of log: committed 1, but the lake holds 2"]);
});

test("verify() knows that retention takes records away, and never brings any", async (t) => {
  const {data, alter, problems} = await soundLake(t);
  const catalog = new Catalog(data);
  assert.equal(retain(catalog, {keepMs: noon - second}, {now: () => noon}).retired, 3);
  catalog.close();
  assert.deepEqual(await problems(), []);
  alter("UPDATE sources SET read = read - 6, committed = committed - 6 WHERE id = 'meter'");
  assert.deepEqual(await problems(), ["books of meter: committed 1, but the lake holds 3"]);
});
