import assert from "node:assert/strict";
import {appendFileSync, readFileSync, writeFileSync} from "node:fs";
import {test} from "node:test";
import type {Alert} from "../../../collector/watch/alert.ts";
import {AlertBook, alertsFile} from "../../../collector/watch/alert-book.ts";
import {alertMessage} from "../../../collector/watch/message.ts";
import {afterTest} from "../../support/after-test.ts";
import {openAlert} from "../../support/open-alert.ts";
import {temporaryFolder} from "../../support/temporary-folder.ts";

const alertOf = (id: string): Alert => openAlert({id, series: `${id}/flow`});

test("book.keep() makes an alert and the message of it one fact: a crash leaves both or neither", async (t) => {
  const data = temporaryFolder(t);
  const book = await AlertBook.open(data);
  afterTest(t, () => book.close());
  const [a, b] = [alertOf("a"), alertOf("b")];
  await book.keep([a, b], [alertMessage(structuredClone([a, b]), 5)]);
  assert.equal(a.told.messages, 1);
  const whole = readFileSync(alertsFile(data));
  const before = whole.lastIndexOf('{"tells"');
  for (let end = before; end <= whole.length; end++) {
    const copy = temporaryFolder(t);
    writeFileSync(alertsFile(copy), whole.subarray(0, end));
    const found = await AlertBook.open(copy);
    const isThere = end === whole.length;
    assert.deepEqual(
      found.messages().map(({id}) => id),
      isThere ? ["a.1+1"] : []
    );
    const told = isThere ? {messages: 1, stage: 3, at: 5} : {messages: 0, stage: null, at: 0};
    assert.deepEqual([found.get("a")!.told, found.get("b")!.told], [told, told]);
  }
});

test("book.messages() are those not handed over, also after the file was written anew", async (t) => {
  const data = temporaryFolder(t);
  const book = await AlertBook.open(data);
  const a = alertOf("a");
  await book.keep([a], [alertMessage([structuredClone(a)], 5)]);
  for (let i = 0; i < 4500; i++) {
    const message = alertMessage([structuredClone(a)], 6 + i);
    await book.keep([], [message]);
    book.handed(message.id);
  }
  const {told} = a;
  await book.close();
  assert.ok(readFileSync(alertsFile(data), "utf8").split("\n").length < 4500);
  appendFileSync(alertsFile(data), '{"tells":{"id":"a.9'); // a power cut
  const found = await AlertBook.open(data);
  assert.deepEqual(
    found.messages().map(({id}) => id),
    ["a.1"]
  );
  assert.deepEqual(found.get("a")!.told, told);
  assert.equal(told.messages, 4501);
});

test("book.keep() forgets what has long been over, however little was told of it", async (t) => {
  const book = await AlertBook.open(temporaryFolder(t));
  afterTest(t, () => book.close());
  const out = alertOf("out");
  await book.keep([out]);
  for (let i = 1; i <= 5000; i++) {
    const one = {...alertOf(`a${i}`), raisedAt: i};
    await book.keep([one]);
    await book.keep([{...one, clearedAt: i}]);
  }
  const kept = book.all();
  assert.ok(kept.length < 4000, `${kept.length}`);
  assert.deepEqual([kept[0]!.id, book.get("out")?.id], ["a5000", "out"]);
});
