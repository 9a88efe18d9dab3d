import assert from "node:assert/strict";
import {mkdirSync, rmdirSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import {AlertBook} from "../../../collector/watch/alert-book.ts";
import {Courier} from "../../../collector/watch/courier.ts";
import type {Message} from "../../../collector/watch/message.ts";
import {Teller} from "../../../collector/watch/teller.ts";
import {afterTest} from "../../support/after-test.ts";
import {openAlert} from "../../support/open-alert.ts";
import {temporaryFolder} from "../../support/temporary-folder.ts";

test("teller.tellAll() hands over again what an outbox could not keep", async (t) => {
  const folder = temporaryFolder(t);
  const book = await AlertBook.open(folder);
  const delivered: string[] = [];
  const create = () => ({deliver: async ({id}: Message) => void delivered.push(id), close: async () => {}});
  const courier = await Courier.open(folder, {name: "hook", kind: "webhook", send: ["alerts"], create}, () => {});
  const said: string[] = [];
  const rules = {silence: [], repeat: 3_600_000, storm: {most: 10}};
  const teller = new Teller(
    book,
    [courier],
    rules,
    () => 0,
    (line) => said.push(line)
  );
  afterTest(t, () => teller.stop());
  const outbox = join(folder, "outbox/hook.ndjson");
  mkdirSync(outbox, {recursive: true}); // it cannot be written
  await teller.tellAll([openAlert()], 0);
  assert.deepEqual(
    book.messages().map(({id}) => id),
    ["a.1"]
  );
  assert.match(teller.problems().join(), /EISDIR/);
  rmdirSync(outbox);
  await teller.tellAll([], 60_000);
  assert.deepEqual([book.messages(), teller.problems()], [[], []]);
  assert.deepEqual(delivered, ["a.1"]); // with the first attempt, though it could not be kept
});
