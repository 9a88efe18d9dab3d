import assert from "node:assert/strict";
import {test} from "node:test";
import {urlFilters} from "../../../src/components/url-filters.ts";

test("urlFilters() names what a reader chose and nothing else of an address", () => {
  assert.equal(urlFilters("?range=7d&grain=day&utm=x"), "range=7d, grain=day");
  assert.equal(urlFilters(""), "none chosen");
});
