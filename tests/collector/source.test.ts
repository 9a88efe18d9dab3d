import assert from "node:assert/strict";
import {once} from "node:events";
import {createServer} from "node:http";
import type {AddressInfo} from "node:net";
import {test} from "node:test";
import {withLimit} from "../../collector/source.ts";
import {fetchArray} from "../../collector/sources/http-json/fetch-array.ts";

const never = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));

test("withLimit() ends work with the reason of the signal, or when it takes too long", async () => {
  const {signal} = new AbortController();
  assert.equal(await withLimit(signal, 1e12, async () => 42), 42);
  await assert.rejects(withLimit(signal, 1, never), {name: "TimeoutError"});
  const stopping = new AbortController();
  const work = withLimit(stopping.signal, 60_000, never);
  stopping.abort(new Error("stopped"));
  await assert.rejects(work, /^Error: stopped$/);
  const aborted = withLimit(AbortSignal.abort(new Error("stopped")), 60_000, async (either) => either.throwIfAborted());
  await assert.rejects(aborted, /^Error: stopped$/);
});

test("fetchArray() leaves nothing with the signal of its source, however often it asks", async (t) => {
  const server = createServer((_, response) => response.end("[]")).listen(0, "127.0.0.1");
  t.after(() => server.close());
  await once(server, "listening");
  const {signal} = new AbortController();
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  for (let i = 0; i < 20; i++)
    await fetchArray({url, timeoutMs: 10_000, maxBytes: 100, headers: {connection: "close"}, signal});
  const kept = Object.getOwnPropertySymbols(signal).map(
    (symbol) => Reflect.get(signal, symbol) as {size?: number} | null
  );
  const most = Math.max(0, ...kept.map((value) => value?.size ?? 0));
  assert.ok(most < 20, `${most} entries`);
});
