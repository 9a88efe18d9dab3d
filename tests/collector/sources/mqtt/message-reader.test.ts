import assert from "node:assert/strict";
import {test} from "node:test";
import {messageOf} from "../../../../collector/sources/mqtt/message.ts";
import {MessageReader, type MqttCursor} from "../../../../collector/sources/mqtt/message-reader.ts";
import {topicPattern} from "../../../../collector/sources/mqtt/topic-pattern.ts";

const options = {
  topics: [topicPattern("plant/{thing}/#")],
  json: {time: "at", values: {flow: "flow"}},
  timeZone: "UTC",
  limits: {},
  maxBytes: 1000
};
const start: MqttCursor = {clientId: "tested", filters: [], last: {}, taken: []};

const message = (messageId: number, minute: number, {dup = false} = {}) =>
  messageOf(
    {
      cmd: "publish",
      topic: "plant/001/state",
      payload: JSON.stringify({at: Date.UTC(2026, 0, 1) + minute * 60_000, flow: minute}),
      qos: 2,
      messageId,
      dup,
      retain: false
    },
    1000,
    0
  );

const readerAt = (cursor: MqttCursor) => new MessageReader(options, {id: "tested"}, cursor);

test("reader.batch() knows a repeated message that is sent again after newer ones", () => {
  const first = readerAt(start).batch([message(1, 1), message(2, 1), message(3, 2)])!;
  assert.deepEqual(
    [...first.records].map(({value}) => value),
    [1, 2]
  );
  const later = readerAt(first.cursor as MqttCursor);
  assert.equal(later.batch([message(2, 1, {dup: true}), message(3, 2, {dup: true})]), null);
  assert.equal(later.batch([message(4, 2)]), null, "published again");
  assert.equal(later.batch([message(5, 3)])?.records.length, 1);
});

test("reader.batch() takes another message for new, though it has the id of one that may come again", () => {
  const {cursor} = readerAt(start).batch([message(1, 1)])!;
  assert.equal(readerAt(cursor as MqttCursor).batch([message(1, 2, {dup: true})])?.records.length, 1);
});
