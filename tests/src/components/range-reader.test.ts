import assert from "node:assert/strict";
import {test} from "node:test";
import {coalesce, RangeReader} from "../../../src/components/range-reader.ts";

const file = Uint8Array.from({length: 1000}, (_, i) => i % 251);

/** A server of `file`, and the ranges that it was asked for. */
function served({whole = false, hold = Promise.resolve()}: {whole?: boolean; hold?: Promise<void>} = {}) {
  const asked: string[] = [];
  const aborted: string[] = [];
  const fetch = async (_: string, {headers, signal}: RequestInit): Promise<Response> => {
    const {range} = headers as {range: string};
    asked.push(range);
    signal?.addEventListener("abort", () => aborted.push(range));
    await hold;
    signal?.throwIfAborted();
    if (whole) return new Response(file);
    const [, from, to] = /^bytes=(\d*)-(\d*)$/.exec(range)!;
    const start = from === "" ? Math.max(0, file.length - Number(to)) : Number(from);
    const end = from === "" ? file.length : Number(to) + 1;
    const headersOf = {"content-range": `bytes ${start}-${end - 1}/${file.length}`};
    return new Response(file.slice(start, end), {status: 206, headers: headersOf});
  };
  return {asked, aborted, reader: new RangeReader("/file", {gap: 10}, {fetch})};
}

const bytes = async (read: Promise<ArrayBuffer>) => [...new Uint8Array(await read)];

test("coalesce() joins what touches or nearly does, and keeps the rest apart", () => {
  const parts = [
    {from: 90, to: 120},
    {from: 0, to: 10},
    {from: 15, to: 20},
    {from: 5, to: 8}
  ];
  assert.deepEqual(
    coalesce(parts, 5).map(({from, to, parts}) => [from, to, parts.length]),
    [
      [0, 20, 3],
      [90, 120, 1]
    ]
  );
});

test("read() fetches together what is asked for at the same time", async () => {
  const {asked, reader} = served();
  const found = await Promise.all([bytes(reader.read(20, 24)), bytes(reader.read(0, 4)), bytes(reader.read(500, 502))]);
  assert.deepEqual(found, [
    [20, 21, 22, 23],
    [0, 1, 2, 3],
    [249, 250]
  ]);
  assert.deepEqual(asked, ["bytes=0-3", "bytes=20-23", "bytes=500-501"]);
});

test("read() needs one request for neighbours", async () => {
  const {asked, reader} = served();
  await Promise.all([reader.read(0, 4), reader.read(8, 12), reader.read(12, 30)]);
  assert.deepEqual(asked, ["bytes=0-29"]);
});

test("tail() tells the size of the whole", async () => {
  const {bytes, size} = await served().reader.tail(8);
  assert.deepEqual([bytes.byteLength, size], [8, 1000]);
});

test("read() takes a server that sends everything at its word, once", async () => {
  const {asked, reader} = served({whole: true});
  assert.equal((await reader.tail(8)).size, 1000);
  assert.deepEqual(await bytes(reader.read(3, 5)), [3, 4]);
  assert.equal(asked.length, 1);
});

test("read() gives a request up when all who asked have, and only then", async () => {
  let release = () => {};
  const {aborted, reader} = served({hold: new Promise((resolve) => (release = resolve))});
  const [first, second] = [new AbortController(), new AbortController()];
  const reads = [reader.read(0, 4, first.signal), reader.read(4, 8, second.signal)];
  const outcome = Promise.allSettled(reads);
  await new Promise((resolve) => setTimeout(resolve, 5));
  first.abort();
  assert.deepEqual(aborted, []);
  second.abort();
  assert.deepEqual(aborted, ["bytes=0-7"]);
  release();
  assert.deepEqual(
    (await outcome).map(({status}) => status),
    ["rejected", "rejected"]
  );
});

test("read() never asks for what was given up before", async () => {
  const {asked, reader} = served();
  await assert.rejects(reader.read(0, 4, AbortSignal.abort()), {name: "AbortError"});
  assert.deepEqual(asked, []);
});

test("read() says what a server answered instead", async () => {
  const reader = new RangeReader("/gone", {}, {fetch: async () => new Response("", {status: 404})});
  await assert.rejects(reader.read(0, 4), {message: "not read: /gone (the server answered 404)"});
});
