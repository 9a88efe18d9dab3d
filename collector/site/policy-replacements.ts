import {readFile} from "node:fs/promises";
import type {Plugin} from "esbuild";

interface Replacement {
  /** End of the module's path. */
  module: string;
  find: RegExp;
  become: string;
}

/**
 * Where libraries do what the site's content policy forbids, and what that becomes: code made from strings, and event
 * handlers written, if only for a moment, as attributes.
 */
export const replacements: Replacement[] = [
  {
    module: "/d3-dsv/dist/d3-dsv.mjs",
    find: /^function objectConverter\(columns\) \{.*?^\}/ms,
    become: `function objectConverter(columns) {
      return (row) => {
        const object = {};
        for (let i = 0; i < columns.length; ++i) object[columns[i]] = row[i] || "";
        return object;
      };
    }`
  },
  {
    module: "/apache-arrow/builder/valid.mjs",
    find: /^export function createIsValidFunction\(nullValues\) \{.*?^\}/ms,
    become: `export function createIsValidFunction(nullValues) {
      const nulls = new Set(nullValues ?? []);
      return (value) => !nulls.has(value);
    }`
  },
  {
    module: "/htl/dist/index.js",
    find: /(?<=typeof value === "function"\) \{\s+)string \+= `::\$\{j\}`;/,
    become: `values[j] = {[name.toLowerCase()]: value};
      string = string.slice(0, attributeNameStart - strings[j].length) + "::" + j;`
  }
];

/** Replaces them while bundling. Fails when a new version of a library no longer reads as it did. */
export const policyReplacements: Plugin = {
  name: "policy-replacements",
  setup(build) {
    for (const {module, find, become} of replacements)
      build.onLoad({filter: new RegExp(`${module.replaceAll(".", "\\.")}$`)}, async ({path}) => {
        const source = await readFile(path, "utf8");
        if (!find.test(source))
          throw new Error(`not as expected: ${path} (the content policy may forbid what it does)`);
        return {contents: source.replace(find, () => become)};
      });
  }
};
