import assert from "node:assert/strict";
import {test} from "node:test";
import {build} from "../../../collector/site/build.ts";
import {frontMatterProblems} from "../../../collector/validate/front-matter-problems.ts";
import {writtenSite} from "../../support/written-site.ts";

const files = {"src/index.md": "---\ntilte: Home\n---\n", "src/load.md": "---\ntitle: Load: today\n---\n"};
const problem = /^src\/load\.md:2:8: front matter cannot be read: nested mappings/;

test("frontMatterProblems() names what Framework would publish as text, and nothing else", (t) => {
  const problems = frontMatterProblems(writtenSite(t, files));
  assert.equal(problems.length, 1);
  assert.match(problems[0]!, problem);
});

test("build() refuses a page whose front matter cannot be read", async (t) => {
  const root = writtenSite(t, files);
  await assert.rejects(
    build({root, data: root, out: "dist"}),
    /^Error: site build failed: src\/load\.md:2:8: front matter/
  );
});
