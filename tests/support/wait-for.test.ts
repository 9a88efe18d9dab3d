import assert from "node:assert/strict";
import {test} from "node:test";
import {waitFor} from "./wait-for.ts";

test("waitFor() returns the first truthy answer, past falsy ones and errors", async () => {
  const answers: (() => unknown)[] = [
    () => 0,
    () => Promise.reject(new Error("not yet")),
    () => Promise.resolve("here")
  ];
  assert.equal(await waitFor(() => answers.shift()!(), {everyMs: 1}), "here");
});

test("waitFor() says what it waited for and what went wrong last", async () => {
  const refuse = () => {
    throw new Error("connection refused");
  };
  await assert.rejects(waitFor(refuse, {message: "the server", withinMs: 5, everyMs: 1}), {
    message: "waited 0.005 s for the server (connection refused)"
  });
  let rows = 0;
  await assert.rejects(
    waitFor(() => ++rows < 0, {message: () => `3 rows, not ${rows > 1}`, withinMs: 20, everyMs: 1}),
    {
      message: "waited 0.02 s for 3 rows, not true"
    }
  );
});
