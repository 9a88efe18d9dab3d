import assert from "node:assert/strict";
import {test} from "node:test";
import {builtAtOf, pastFigures} from "../../../collector/publish/past-figures.ts";

const minute = 60_000;
const now = Date.UTC(2026, 10, 21, 12);
const id = (time: number) => `${new Date(time).toISOString().replace(/[-:]|\.\d+/g, "")}-0123abcd`;

test("builtAtOf() reads the time that an id begins with", () => {
  assert.equal(builtAtOf("20261121T120000Z-0123abcd"), now);
});

test("pastFigures() keeps eight a day for three days and one a day for five weeks, the last of each stretch", () => {
  const published = Array.from({length: 60 * 24 * 6}, (_, i) => id(now - (i + 1) * 10 * minute));
  const kept = pastFigures(published, {now});
  const ages = kept.map((one) => (now - builtAtOf(one)) / (24 * 60 * minute));
  assert.deepEqual([ages.filter((age) => age < 3).length, ages.filter((age) => age >= 3).length], [24, 32]);
  assert.ok(Math.max(...ages) < 35);
  assert.equal(kept[0], id(now - 10 * minute));
  assert.equal(kept[1], id(Date.UTC(2026, 10, 21, 8, 50)));
  assert.equal(kept.at(-1), id(Date.UTC(2026, 9, 17, 23, 50)));
});

test("pastFigures() keeps the same whether it is asked once or after every publication", () => {
  let kept: string[] = [];
  const all: string[] = [];
  for (let time = now - 10 * 24 * 60 * minute; time < now; time += 50 * minute) {
    all.push(id(time));
    kept = pastFigures([...kept, id(time)], {now: time + 10 * minute});
  }
  assert.deepEqual(pastFigures(kept, {now}), pastFigures(all, {now}));
});
