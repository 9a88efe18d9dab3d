import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import {interfaceOptions} from "../../../src/components/interface-options.js";
import {root} from "../../support/root.ts";

const source = `
interface Hidden {
  a: string;
}

export interface Shown<Row> extends Hidden {
  /** The rows. */
  rows: readonly Row[];
  plain?: boolean;
  /**
   * Two lines; of
   * words.
   */
  parts: readonly {label: string; color?: string}[];
  render: (width: number) =>
    | Node
    | string;
  show(rows: Row[]): void;
}
`;

test("interfaceOptions() reads names, types and docstrings of an interface's members", () => {
  assert.deepEqual(interfaceOptions(source, "Shown"), [
    {name: "rows", type: "readonly Row[]", required: true, about: "The rows."},
    {name: "plain", type: "boolean", required: false, about: ""},
    {name: "parts", type: "readonly {label: string; color?: string}[]", required: true, about: "Two lines; of words."},
    {name: "render", type: "(width: number) => | Node | string", required: true, about: ""},
    {name: "show", type: "(rows: Row[]): void", required: true, about: ""}
  ]);
});

test("interfaceOptions() names an interface that is not exported", () => {
  assert.throws(() => interfaceOptions(source, "Hidden"), /^Error: no such interface: Hidden \(export it\)$/);
});

test("interfaceOptions() finds every interface that the guide documents, and its options", () => {
  const documented = ["guide.md", "guide/charts.md"].flatMap((page) => [
    ...readFileSync(join(root, "src", page), "utf8").matchAll(
      /optionsTable\(FileAttachment\("(?:\.\.\/)?([^"]+)"\),([^)]+)\)/g
    )
  ]);
  assert.ok(documented.length >= 12, `${documented.length} components`);
  for (const [, path = "", names = ""] of documented)
    for (const [, name = ""] of names.matchAll(/"(\w+)"/g)) {
      const options = interfaceOptions(readFileSync(join(root, "src", path), "utf8"), name);
      assert.ok(options.length > 0, `${name} of ${path}`);
      for (const option of options) assert.ok(option.type, `${name}.${option.name}`);
    }
});
