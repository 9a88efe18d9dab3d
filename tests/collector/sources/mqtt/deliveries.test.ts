import assert from "node:assert/strict";
import {test} from "node:test";
import {Deliveries} from "../../../../collector/sources/mqtt/deliveries.ts";
import type {Message} from "../../../../collector/sources/mqtt/message.ts";

const message = (more: Partial<Message>): Message => ({
  topic: "plant/001/flow",
  payload: Buffer.from("1"),
  bytes: 1,
  qos: 1,
  id: 7,
  redelivered: false,
  retained: false,
  digest: "one",
  arrivedAt: 0,
  ...more
});

test("Deliveries.has() knows what is sent again and the same, also after a restart", () => {
  const deliveries = new Deliveries([]);
  deliveries.take(message({}));
  for (const known of [deliveries, new Deliveries(deliveries.state())]) {
    assert.ok(known.has(message({redelivered: true})));
    assert.ok(!known.has(message({})));
    assert.ok(!known.has(message({redelivered: true, digest: "other"})));
    assert.ok(!known.has(message({redelivered: true, id: 8})));
  }
});

test("Deliveries.endedBy() ends QoS 1 with its acknowledgement, and QoS 2 with that of its release", () => {
  const deliveries = new Deliveries([]);
  const once = message({});
  const exactly = message({id: 8, qos: 2});
  deliveries.take(once);
  deliveries.take(exactly);
  assert.ok(deliveries.end(deliveries.endedBy([once, exactly])));
  assert.deepEqual(deliveries.state(), [[8, "one"]]);
  const ended = deliveries.endedBy([{released: 8}, {released: 9}]);
  assert.ok(deliveries.has({...exactly, redelivered: true}));
  assert.ok(deliveries.end(ended));
  assert.deepEqual(deliveries.state(), []);
  assert.ok(!deliveries.end(ended));
});

test("Deliveries.end() leaves an id that is in use again", () => {
  const deliveries = new Deliveries([]);
  deliveries.take(message({}));
  const ended = deliveries.endedBy([message({})]);
  deliveries.take(message({digest: "next"}));
  assert.ok(!deliveries.end(ended));
  assert.deepEqual(deliveries.state(), [[7, "next"]]);
});

test("Deliveries.take() remembers nothing of QoS 0", () => {
  const deliveries = new Deliveries([]);
  deliveries.take(message({qos: 0, id: 0}));
  assert.deepEqual(deliveries.state(), []);
});
