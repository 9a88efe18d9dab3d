import assert from "node:assert/strict";
import {test} from "node:test";
import {PreviewCache} from "../../../collector/site/dev/preview-cache.ts";

const module = "/_import/components/kpi.js?sha=1f2e";
const answer = {headers: {etag: '"1"'}, body: Buffer.from("export {};")};

function cacheAt(start: number) {
  const clock = {now: start};
  return {clock, cache: new PreviewCache(3000, {now: () => clock.now})};
}

test("previewCache.keep() keeps modules by their hash and Framework's scripts, and nothing else", () => {
  const {cache} = cacheAt(0);
  const kept = [module, "/_observablehq/client.js", "/_observablehq/theme-air.css"];
  const others = ["/", "/_import/components/kpi.js", "/_import/style.css?sha=1f2e", "/_file/data/a.json?sha=1f2e"];
  for (const url of [...kept, ...others]) cache.keep(url, answer);
  assert.deepEqual(
    [...kept, ...others].filter((url) => cache.get(url)),
    kept
  );
});

test("previewCache.changed() drops modules that were answered about then, and takes none until it is quiet", () => {
  const {cache, clock} = cacheAt(0);
  const early = "/_import/components/early.js?sha=1f2e";
  cache.keep(early, answer);
  clock.now = 5000;
  cache.keep(module, answer);
  clock.now = 7000;
  cache.changed();
  assert.deepEqual([cache.get(early), cache.get(module)], [{...answer, at: 0}, undefined]);
  clock.now = 9000;
  cache.keep(module, answer);
  assert.equal(cache.get(module), undefined);
  clock.now = 10_001;
  cache.keep(module, answer);
  assert.ok(cache.get(module));
  cache.clear();
  assert.equal(cache.get(module), undefined);
});
