import assert from "node:assert/strict";
import {test} from "node:test";
import {deflateRawSync} from "node:zlib";
import {decodeNotebook} from "../../../../src/components/explore/decode-notebook.js";
import {notebookFromHash, notebookHash} from "../../../../src/components/explore/notebook-link.js";
import {chartOf, days, notebookOf, number, select, sql, text} from "./notebook-of.ts";

const all = notebookOf(
  text("# Grüße 😀 <script>alert(1)</script>"),
  number("least", 3),
  days("period"),
  select("series", "names", "series"),
  sql("names", "SELECT DISTINCT series FROM readings"),
  {...chartOf("names"), chart: {mark: "bar", x: "series", y: "n", series: null}} as never
);

const hashOf = (json: string) => `#notebook=${deflateRawSync(json).toString("base64url")}`;

test("notebookFromHash() gives back what notebookHash() packed", async () => {
  const hash = await notebookHash(all);
  assert.match(hash, /^#notebook=[\w-]+$/);
  assert.deepEqual(await notebookFromHash(hash), all);
  assert.equal(await notebookFromHash("#the-data"), null);
  assert.equal(await notebookFromHash(""), null);
});

test("notebookHash() names the way out when a notebook is too long for a link", async () => {
  const noise = Array.from({length: 30_000}, (_, i) => ((i * 2654435761) >>> 0).toString(36)).join("");
  const cells = Array.from({length: 10}, (_, i) => ({...text(noise.slice(i * 15_000, (i + 1) * 15_000)), id: `t${i}`}));
  await assert.rejects(notebookHash(notebookOf(...cells)), /^Error: too long for a link: \d+ .*use Save file/);
});

test("notebookFromHash() unpacks no more than a notebook may hold", async () => {
  await assert.rejects(notebookFromHash(hashOf(" ".repeat(30_000_000))), /notebook too large: more than 2000000 bytes/);
  await assert.rejects(notebookFromHash(hashOf(" ".repeat(1_000_000))), /notebook too large: 1000000 characters/);
  await assert.rejects(notebookFromHash(`#notebook=${"A".repeat(70_000)}`), /link too long/);
});

test("notebookFromHash() says that a link is cut", async () => {
  const hash = await notebookHash(all);
  await assert.rejects(notebookFromHash(hash.slice(0, -40)), /link cannot be read: .*copy it whole/);
  await assert.rejects(notebookFromHash("#notebook=%%%"), /link cannot be read/);
});

test("decodeNotebook() says what is wrong, where, and the remedy", () => {
  const input = (fields: object) => ({...all, cells: [{...number("n", 1), input: fields}]});
  const wrong: [unknown, RegExp][] = [
    ["<html>", /^not a notebook: .*Save file/],
    [[], /^notebook is not an object: \[\]/],
    [{}, /^unknown notebook version: undefined/],
    [{...all, version: 2}, /^unknown notebook version: 2/],
    [{...all, title: 5}, /^not a text: 5 \(title\)/],
    [{...all, cells: {}}, /^cells are not a list: \{\}/],
    [{...all, cells: [null]}, /^cell 1 is not an object: null/],
    [{...all, cells: [{id: "a", kind: "js", code: "alert(1)"}]}, /^unknown kind of cell: "js" \(cell 1/],
    [{...all, cells: [{id: "a", kind: "text", text: {html: "x"}}]}, /^not a text: .* \(cell 1, text\)/],
    [{...all, cells: [{id: "a", kind: "text", text: "x".repeat(20_001)}]}, /^too long: 20001 characters/],
    [{...all, cells: [text("a"), text("b")]}, /^two cells have the same id: text/],
    [{...all, cells: Array.from({length: 201}, () => text(""))}, /^too many cells: 201/],
    [input({type: "number", min: 5, max: 1, step: 1, value: 1}), /^not a range: 5 to 1/],
    [input({type: "number", min: 0, max: "9", step: 1, value: 1}), /^not a number: "9" \(cell 1, input, max\)/],
    [input({type: "number", min: 0, max: 9, step: 0, value: 1}), /^invalid step: 0/],
    [input({type: "dates", value: {from: "2026-13-01", to: "2026-01-01"}}), /^not a day: 2026-13-01/],
    [input({type: "select", options: ["a", 1], value: null}), /^not a text: 1/],
    [input({type: "file"}), /^unknown type of input: "file"/],
    [{...all, cells: [{...chartOf("a"), chart: {mark: "eval", x: "a"}}]}, /^unknown mark: "eval"/]
  ];
  for (const [value, message] of wrong)
    assert.throws(() => decodeNotebook(typeof value === "string" ? value : JSON.stringify(value)), {message});
});

test("decodeNotebook() leaves out what it does not know", () => {
  const cell = {...text("a"), onload: "alert(1)", __proto__: {polluted: true}};
  const notebook = decodeNotebook(`{"version":1,"title":"t","x":1,"cells":[${JSON.stringify(cell)}]}`);
  assert.deepEqual(notebook, {version: 1, title: "t", cells: [text("a")]});
});
