import assert from "node:assert/strict";
import {test} from "node:test";
import {fileName} from "../../../src/components/file-name.ts";

test("fileName() is made of page, chart and snapshot", () => {
  assert.equal(
    fileName("Flow at 001", "20260101T000000Z-ab", "csv", "/sensors"),
    "weir-sensors-flow-at-001-20260101T000000Z-ab.csv"
  );
  assert.equal(fileName("x", "preview", "png", "/snapshots/1/"), "weir-overview-x-preview.png");
  assert.equal(fileName("x", "preview", "png", "/models.html"), "weir-models-x-preview.png");
});

test("fileName() leaves out what file systems do not like, and cuts long names at a word", () => {
  assert.equal(fileName("a/b: “ç” 50 %?", "s", "csv", "/"), "weir-overview-a-b-c-50-s.csv");
  const long = fileName("averages ".repeat(10), "s", "csv", "/");
  assert.equal(long, `weir-overview-${Array(6).fill("averages").join("-")}-s.csv`);
});
