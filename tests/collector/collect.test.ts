import assert from "node:assert/strict";
import {type TestContext, test} from "node:test";
import {Catalog} from "../../collector/catalog.ts";
import {type Accepted, collect} from "../../collector/collect.ts";
import type {Reconnect} from "../../collector/events.ts";
import {spoolFolder} from "../../collector/folders.ts";
import {Away, type Batch, pause, type Source} from "../../collector/source.ts";
import {Spool} from "../../collector/spool.ts";
import {afterTest} from "../support/after-test.ts";
import {temporaryFolder} from "../support/temporary-folder.ts";
import {waitFor} from "../support/wait-for.ts";

const record = (n: number) => ({time: n, source: "s", series: "a/b", value: n, quality: "good" as const});
const batch = (n: number): Batch => ({dataset: "readings", records: [record(n)], read: 1, cursor: n});

/** Counts up from its cursor; what it does at a number is up to the test. */
const counting = (at: (n: number) => Batch | Promise<Batch> = batch): Source => ({
  async *read({cursor, signal}) {
    for (let n = Number(cursor ?? 0) + 1; !signal.aborted; n++) {
      yield await at(n);
      await pause(1, signal);
    }
  }
});

async function run(
  t: TestContext,
  sources: Record<string, Source>,
  data = temporaryFolder(t),
  {random = (): number => 0} = {}
) {
  const catalog = new Catalog(data);
  const spool = await Spool.open(spoolFolder(data), {watermark: catalog.watermark()});
  const stopping = new AbortController();
  const accepted: Accepted[] = [];
  const reconnects: Reconnect[] = [];
  const said: string[] = [];
  const configured = Object.entries(sources).map(([id, source]) => ({
    id,
    kind: "test",
    about: "",
    simulated: false,
    freshForMs: 1,
    source
  }));
  const work = collect(
    {
      sources: configured,
      spool,
      catalog,
      signal: stopping.signal,
      hash: String,
      say: (line) => said.push(line),
      onAccepted: (event) => accepted.push(event),
      onReconnect: (event) => reconnects.push(event)
    },
    {random}
  );
  let stopped: Promise<void> | undefined;
  const stop = () => {
    stopped ??= (async () => {
      stopping.abort();
      await work;
      await spool.close();
      catalog.close();
    })();
    return stopped;
  };
  afterTest(t, stop);
  const numbers = (id: string) => accepted.filter(({source}) => source === id).map(({batch}) => batch.cursor);
  return {data, catalog, spool, said, numbers, reconnects, stop};
}

test("collect() resumes each source after the last accepted batch", async (t) => {
  const first = await run(t, {s: counting()});
  await waitFor(() => first.numbers("s").length >= 3);
  await first.stop();
  const last = first.numbers("s").at(-1) as number;
  const second = await run(t, {s: counting()}, first.data);
  await waitFor(() => second.numbers("s").length >= 1);
  await second.stop();
  assert.equal(second.numbers("s")[0], last + 1);
});

test("collect() shows a failing source as away, lets the rest go on, and starts it again by itself", async (t) => {
  let broken = true;
  const failing = counting((n) => {
    if (n === 3 && broken) throw new Error("cannot reach the pump");
    return batch(n);
  });
  const {catalog, numbers, said, stop} = await run(t, {failing, healthy: counting()});
  const state = () => catalog.sources().find(({id}) => id === "failing");
  await waitFor(() => state()?.state === "away");
  assert.equal(state()?.message, "cannot reach the pump");
  const before = numbers("healthy").length;
  await waitFor(() => numbers("healthy").length > before);
  broken = false;
  await waitFor(() => state()?.state === "running");
  await stop();
  assert.deepEqual(numbers("failing").slice(0, 3), [1, 2, 3]);
  assert.match(said.join("\n"), /failing: away: cannot reach the pump[\s\S]*failing: running/);
});

test("collect() starts a source at once that sees its input return, and tells of it", async (t) => {
  let plugged = true;
  let tries = 0;
  const pump = counting((n) => {
    tries += plugged ? 0 : 1;
    if (!plugged) throw new Away("unplugged", () => plugged);
    return batch(n);
  });
  const forEver = {random: () => 1e6}; // as a backoff
  const {catalog, numbers, reconnects, stop} = await run(t, {pump}, temporaryFolder(t), forEver);
  await waitFor(() => numbers("pump").length);
  plugged = false;
  const before = Date.now();
  await waitFor(() => catalog.sources()[0]?.state === "away");
  assert.equal(reconnects.length, 0);
  const seen = numbers("pump").length;
  plugged = true;
  await waitFor(() => numbers("pump").length > seen);
  await stop();
  assert.deepEqual([tries, reconnects.length, reconnects[0]!.source], [1, 1, "pump"]);
  assert.ok(reconnects[0]!.awaySince >= before && reconnects[0]!.awaySince <= Date.now());
});

test("collect() begins its backoff anew after an input has come back", async (t) => {
  let throws = 0;
  const flickering = counting((n) => {
    throws += 1;
    if (throws <= 6) throw new Away("unplugged", () => true);
    if (throws === 7) throw new Error("not ready yet");
    return batch(n);
  });
  const {numbers, stop} = await run(t, {flickering});
  await waitFor(() => numbers("flickering").length, {withinMs: 15_000}); // a seventh backoff would be longer
  await stop();
});

test("collect() refuses a batch that could not be written later, and names the column", async (t) => {
  const {catalog, spool, stop} = await run(t, {
    nan: counting((n) => ({...batch(n), records: [{...record(n), value: Number.NaN}]})),
    miscounts: counting((n) => ({...batch(n), read: 2}))
  });
  await waitFor(() => catalog.sources().filter(({state}) => state === "away").length === 2);
  const messages = Object.fromEntries(catalog.sources().map(({id, message}) => [id, message]));
  assert.equal(messages.nan, "not a double: readings.value: null");
  assert.equal(messages.miscounts, "books do not balance: read 2, but 1 records and 0 rejects");
  assert.equal(spool.bytes, 0);
  await stop();
});

test("collect() keeps a batch that could not be accepted and tries it again", async (t) => {
  const {spool, catalog, numbers, stop} = await run(t, {s: counting()});
  const append = spool.append.bind(spool);
  spool.append = () => Promise.reject(new Error("ENOSPC: no space left on device"));
  await waitFor(() => catalog.sources()[0]?.message.startsWith("cannot accept: ENOSPC"));
  spool.append = append;
  const before = numbers("s").length;
  await waitFor(() => numbers("s").length > before + 1);
  await stop();
  assert.deepEqual(
    numbers("s"),
    numbers("s").map((_, i) => i + 1)
  );
});

test("collect() has a source that reads ahead make a batch while the last is being accepted, and no more", async (t) => {
  for (const [readsAhead, made] of [
    [true, 2],
    [false, 1]
  ] as const) {
    const asked: number[] = [];
    const source = counting((n) => {
      asked.push(n);
      return batch(n);
    });
    const {spool, numbers, stop} = await run(t, {s: {...source, readsAhead}});
    const append = spool.append.bind(spool);
    let accept = () => {};
    spool.append = async (record) => {
      await new Promise<void>((resolve) => {
        accept = resolve;
      });
      return append(record);
    };
    await waitFor(() => asked.length === made);
    await pause(50, new AbortController().signal);
    assert.deepEqual([asked.length, numbers("s")], [made, []]);
    spool.append = append;
    accept();
    await waitFor(() => numbers("s").length >= 3);
    await stop();
    assert.deepEqual(numbers("s").slice(0, 3), [1, 2, 3]);
  }
});

test("collect() accepts what a source made before it failed, also when it reads ahead", async (t) => {
  const failures: number[] = [];
  const source = counting((n) => {
    if (n % 3 === 0 && failures.at(-1) !== n) {
      failures.push(n);
      throw new Away("unplugged", () => true);
    }
    return batch(n);
  });
  const {numbers, stop} = await run(t, {s: {...source, readsAhead: true}});
  await waitFor(() => numbers("s").length >= 8);
  await stop();
  assert.deepEqual(numbers("s").slice(0, 8), [1, 2, 3, 4, 5, 6, 7, 8]);
  assert.deepEqual(failures.slice(0, 2), [3, 6]);
});
