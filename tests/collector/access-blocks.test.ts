import assert from "node:assert/strict";
import {test} from "node:test";
import {accessBlocks} from "../../collector/access-blocks.ts";
import {Catalog} from "../../collector/catalog.ts";
import type {Event} from "../../data/schema.ts";
import {fixtureLake} from "../support/fixture-lake.ts";
import {temporaryFolder} from "../support/temporary-folder.ts";

const call = (hour: number, subject: string, extra: Partial<Event> = {}): Event => ({
  time: Date.UTC(2026, 0, 5, hour),
  source: "calls",
  kind: "api",
  actor: null,
  subject,
  status: null,
  durationMs: null,
  bytes: null,
  ...extra
});

test("accessBlocks() counts calls of each API by four hours of the day in a zone", async (t) => {
  const lake = fixtureLake(t);
  await lake.add("events", [
    call(0, "download"),
    call(3, "download"),
    call(23, "check"),
    call(23, "page", {kind: "http"})
  ]);
  assert.deepEqual(await accessBlocks(lake.data, "UTC"), {download: [2, 0, 0, 0, 0, 0], check: [0, 0, 0, 0, 0, 1]});
  const inRome = {download: [1, 1, 0, 0, 0, 0], check: [1, 0, 0, 0, 0, 0]};
  assert.deepEqual(await accessBlocks(lake.data, "Europe/Rome"), inRome);
});

test("accessBlocks() counts a row that was changed once, and one that was deleted not at all", async (t) => {
  const lake = fixtureLake(t);
  await lake.add("events", [call(0, "download", {rowKey: "1"}), call(0, "download", {rowKey: "2"})]);
  const changed = call(8, "download", {rowKey: "1", revisedAt: Date.UTC(2026, 0, 6)});
  const deleted = call(0, "", {rowKey: "2", revisedAt: Date.UTC(2026, 0, 6), deleted: true});
  await lake.add("events", [changed, deleted]);
  assert.deepEqual(await accessBlocks(lake.data, "UTC"), {download: [0, 0, 1, 0, 0, 0]});
});

test("accessBlocks() is empty while there are no events", async (t) => {
  const data = temporaryFolder(t);
  new Catalog(data).close();
  assert.deepEqual(await accessBlocks(data, "UTC"), {});
});
