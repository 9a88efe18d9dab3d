import assert from "node:assert/strict";
import test from "node:test";
import {day, hour, minute} from "../../../data/demo/calendar.ts";
import {type DemoRequest, neglect, neglected, requestsFrom, rush} from "../../../data/demo/requests.ts";
import {anchor, median} from "./fixture.ts";

const requests: DemoRequest[] = [];
for (const request of requestsFrom(anchor)) {
  if (request.requestedAt >= anchor + 3 * hour) break;
  requests.push(request);
}
const past = requests.filter(({requestedAt}) => requestedAt < anchor);
const delays = (some: DemoRequest[]) =>
  some.flatMap(({requestedAt, processedAt}) => (processedAt === null ? [] : (processedAt - requestedAt) / minute));

test("requestsFrom(anchor) numbers about 200 requests a day, in order, of twelve requesters and three models", () => {
  assert.ok(Math.abs(past.length / 365 - 200) < 20, `${past.length / 365}`);
  assert.ok(
    requests.every(({num, requestedAt}, i) => num === i + 1 && requestedAt >= (requests[i - 1]?.requestedAt ?? 0))
  );
  assert.equal(new Set(past.map(({requester}) => requester)).size, 12);
  assert.equal(new Set(past.map(({model}) => model)).size, 3);
});

test("requestsFrom(anchor) has two requesters wait longer and get lost more often", () => {
  const served = past.filter(({requester}) => !neglected.includes(requester));
  const waiting = past.filter(({requester}) => neglected.includes(requester));
  const factor = median(delays(waiting)) / median(delays(served));
  assert.ok(Math.abs(factor / neglect.delay - 1) < 0.1, `${factor}`);
  const lost = (some: DemoRequest[]) => some.filter(({processedAt}) => processedAt === null).length / some.length;
  assert.ok(Math.abs(lost(waiting) - neglect.lost) < 0.01);
  assert.ok(lost(served) < 0.01);
});

test("requestsFrom(anchor) has a heavy tail, and a backlog at the day's peak", () => {
  const sorted = delays(past).toSorted((a, b) => a - b);
  assert.ok(sorted[Math.floor(0.99 * sorted.length)]! > 10 * median(sorted));
  const at = (hourOfDay: number) => past.filter((r) => Math.floor((r.requestedAt % day) / hour) === hourOfDay);
  assert.ok(median(delays(at(10))) > 1.5 * median(delays(at(20))));
});

test("requestsFrom(anchor) hurries after the anchor", () => {
  const hurried = requests.filter(({requestedAt}) => requestedAt >= anchor && requestedAt < anchor + rush);
  assert.ok(hurried.length > (0.6 * rush) / minute);
  assert.ok(median(delays(hurried)) < 5);
});
