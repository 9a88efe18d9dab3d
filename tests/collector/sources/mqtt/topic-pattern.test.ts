import assert from "node:assert/strict";
import {test} from "node:test";
import {matchTopic, overlap, topicPattern} from "../../../../collector/sources/mqtt/topic-pattern.ts";

test("topicPattern() subscribes to any level where a name stands", () => {
  assert.equal(topicPattern("plant/{thing}/+/{quantity}/#").filter, "plant/+/+/+/#");
});

test("topicPattern() says what is wrong with a pattern", () => {
  for (const [text, problem] of [
    ["", /^not a topic: $/],
    ["a/#/b", /^misplaced wildcard: a\/#\/b/],
    ["a/b+", /^misplaced wildcard/],
    ["a/{room}", /^unknown name: \{room\}/],
    ["a/x{thing}", /^unknown name: x\{thing\}/],
    ["{thing}/{thing}", /^\{thing\} occurs twice/],
    ["$share/group/a", /^shared subscription/]
  ] as const)
    assert.throws(() => topicPattern(text), {message: problem}, text);
});

test("matchTopic() finds the names in a topic that fits, levels counted as brokers do", () => {
  const match = (pattern: string, topic: string) => matchTopic(topicPattern(pattern), topic);
  assert.deepEqual(match("a/{thing}/{quantity}", "a/t/q"), {thing: "t", quantity: "q"});
  assert.deepEqual(match("a/{thing}/#", "a/t"), {thing: "t", quantity: null});
  assert.deepEqual(match("a/{thing}/#", "a/t/x/y"), {thing: "t", quantity: null});
  assert.deepEqual(match("a/+/{quantity}", "a//q"), {thing: null, quantity: "q"});
  for (const topic of ["a", "a/t", "a/t/q/x", "b/t/q"]) assert.equal(match("a/{thing}/{quantity}", topic), null);
});

test("overlap() tells whether a topic can fit both", () => {
  const overlapping = (a: string, b: string) => overlap(topicPattern(a), topicPattern(b));
  for (const [a, b] of [
    ["a/+", "+/b"],
    ["a/#", "a"],
    ["#", "a/b/c"],
    ["a/{thing}", "a/b"]
  ] as const)
    assert.ok(overlapping(a, b) && overlapping(b, a), `${a} ${b}`);
  for (const [a, b] of [
    ["a/+", "b/+"],
    ["a/+", "a/+/c"],
    ["a/b/#", "a/c/#"]
  ] as const)
    assert.ok(!overlapping(a, b) && !overlapping(b, a), `${a} ${b}`);
});
