import assert from "node:assert/strict";
import {type TestContext, test} from "node:test";
import {eachSecond} from "../../../collector/schedule/each-second.ts";
import {waitFor} from "../../support/wait-for.ts";

/** The wall clock of this process, which can be set. */
function settableClock(t: TestContext) {
  const {Date: RealDate} = globalThis;
  const clock = {setBy: 0};
  const now = () => RealDate.now() + clock.setBy;
  globalThis.Date = class extends RealDate {
    constructor(...given: [string | number | Date]) {
      super(...((given.length ? given : [now()]) as [number]));
    }
    static override now = now;
  } as DateConstructor;
  t.after(() => {
    globalThis.Date = RealDate;
  });
  return clock;
}

test("eachSecond() goes on when the wall clock is put back, and calls once for all that it leaps ahead", async (t) => {
  const clock = settableClock(t);
  let calls = 0;
  const stop = eachSecond(() => calls++);
  t.after(stop);
  const more = async (n: number) => {
    const before = calls;
    await waitFor(() => calls >= before + n);
    return calls - before;
  };
  await more(1);
  clock.setBy -= 3 * 3_600_000;
  assert.equal(await more(2), 2);
  clock.setBy += 10 * 365 * 86_400_000; // a machine without a battery for its clock, once it hears the time
  assert.equal(await more(2), 2);
  stop();
});
