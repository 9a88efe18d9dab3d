import assert from "node:assert/strict";
import {test} from "node:test";
import {collectFrom, expectNothing, hash, inputs} from "../collecting.ts";
import {insertLicence, rig} from "../sqlite/rig.ts";

test("sqlite.read() records licences that are new, changed or gone, private parts hashed", async (t) => {
  const {source, db} = rig(t, {table: "polygon_manager", dataset: "licences"});
  const add = db.prepare(insertLicence);
  for (const key of ["K1", "K2", "K3"]) add.run([key, '["a", 7]']);
  db.exec("UPDATE polygon_manager SET discordID = 1234567890123456789 WHERE id = 1");
  const first = await collectFrom(source, inputs(3), {now: () => 1000});
  const common = {source: "tested", server: "s1", resources: ["a", "7"], banned: false, deleted: false};
  assert.deepEqual(first.records, [
    {...common, observedAt: 1000, id: hash("K1"), holder: hash("1234567890123456789")},
    {...common, observedAt: 1000, id: hash("K2"), holder: hash("7")},
    {...common, observedAt: 1000, id: hash("K3"), holder: hash("7")}
  ]);
  await expectNothing(source, {cursor: first.cursor});
  db.exec(`UPDATE polygon_manager SET banned = 1, allowModels = NULL WHERE id = 2;
    UPDATE polygon_manager SET HWID = 'other' WHERE id = 1; DELETE FROM polygon_manager WHERE id = 3;`);
  const second = await collectFrom(source, inputs(2), {cursor: first.cursor, now: () => 2000});
  assert.deepEqual(second.records, [
    {...common, observedAt: 2000, id: hash("K2"), holder: hash("7"), resources: [], banned: true},
    {...common, observedAt: 2000, id: hash("K3"), holder: null, server: null, resources: [], deleted: true}
  ]);
  await expectNothing(source, {cursor: second.cursor});
});

test("sqlite.read() shows nothing private of a licence that it rejects", async (t) => {
  const {source, db} = rig(t, {table: "polygon_manager", dataset: "licences", key: "key"});
  const add = db.prepare(insertLicence);
  for (const [key, models] of [
    ["SECRET-KEY", "{}"],
    ["TWICE", "[]"],
    ["TWICE", "[]"],
    [null, "[]"],
    ["SECRET-2", "[[]]"]
  ])
    add.run([key, models]);
  db.exec(
    "UPDATE polygon_manager SET discordID = 'SECRET-ID', HWID = 'SECRET-HW'; INSERT INTO polygon_manager (key, discordID, banned) VALUES ('SECRET-3', x'5345', 'maybe')"
  );
  const {rejects, records, cursor} = await collectFrom(source, inputs(6));
  assert.deepEqual(
    rejects.map(({reason}) => reason),
    [
      "allowModels is not a JSON array",
      "key occurs twice",
      "key is not a text",
      "an item of allowModels is not a text: []",
      "banned is neither true nor false: maybe"
    ]
  );
  assert.equal(records.length, 1);
  assert.doesNotMatch(JSON.stringify([rejects, cursor]), /SECRET|TWICE/);
  await expectNothing(source, {cursor});
});

test("sqlite.read() keeps a licence that cannot be read for the moment", async (t) => {
  const {source, db} = rig(t, {table: "polygon_manager", dataset: "licences"});
  db.prepare(insertLicence).run(["K1", "[]"]);
  const {cursor} = await collectFrom(source, inputs(1));
  db.exec("UPDATE polygon_manager SET allowModels = '['");
  const broken = await collectFrom(source, inputs(1), {cursor});
  assert.deepEqual([broken.records.length, broken.rejects.length], [0, 1]);
  db.exec("UPDATE polygon_manager SET allowModels = '[]'");
  await expectNothing(source, {cursor: broken.cursor});
});
