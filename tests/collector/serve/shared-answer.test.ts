import assert from "node:assert/strict";
import {test} from "node:test";
import {sharedAnswer} from "../../../collector/serve/shared-answer.ts";

test("sharedAnswer() asks once for all who ask within the time, and anew after it", async () => {
  let asked = 0;
  let time = 0;
  const answer = sharedAnswer(async () => ++asked, 10, {now: () => time});
  assert.deepEqual(await Promise.all([answer(), answer()]), [1, 1]);
  time = 9;
  assert.equal(await answer(), 1);
  time = 10;
  assert.equal(await answer(), 2);
});

test("sharedAnswer() does not keep a failure", async () => {
  let asked = 0;
  const answer = sharedAnswer(
    async () => {
      if (++asked === 1) throw new Error("away");
      return asked;
    },
    10,
    {now: () => 0}
  );
  await assert.rejects(answer(), /away/);
  assert.equal(await answer(), 2);
});

test("sharedAnswer() is no older because the clock was set back", async (t) => {
  t.mock.timers.enable({apis: ["Date"], now: Date.UTC(2030, 0, 1)});
  let asked = 0;
  const answer = sharedAnswer(async () => ++asked, 0);
  await answer();
  t.mock.timers.setTime(Date.UTC(2026, 0, 1));
  assert.equal(await answer(), 2);
});
