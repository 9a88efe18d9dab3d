import assert from "node:assert/strict";
import {writeFileSync} from "node:fs";
import {join} from "node:path";
import {type TestContext, test} from "node:test";
import {fixtureLake} from "../support/fixture-lake.ts";
import {runWeir} from "../support/run-weir.ts";

const hour = 3_600_000;
const now = Date.now();
const reject = (hoursAgo: number, source: string, dataset: string, reason: string, raw: string) => ({
  time: now - hoursAgo * hour,
  source,
  dataset,
  reason,
  position: `frame ${hoursAgo}`,
  raw
});

/** A lake of five rejects in two files, and `weir lake rejects` on it. */
async function setUp(t: TestContext) {
  const lake = fixtureLake(t);
  await lake.add("rejects", [
    reject(1, "plant", "readings", "flow is not a number: x", "001 x"),
    reject(3, "plant", "readings", "flow is not a number: \u001b[2Jy", "001 \u001b[2Jy"),
    reject(30, "plant", "readings", "expected 5 fields, found 2", "001")
  ]);
  await lake.add("rejects", [
    reject(2, "api", "requests", "row is not an object", "7"),
    reject(200, "api", "requests", "row is not an object", `"${"long ".repeat(100)}"`)
  ]);
  const file = join(lake.data, "weir.config.mts");
  writeFileSync(file, `export default ${JSON.stringify({data: lake.data})};\n`);
  return (...args: string[]) => runWeir(t, ["--config", file, "lake", "rejects", ...args]).exit;
}

const positions = (stdout: string): string[] =>
  JSON.parse(stdout).rejects.map(({position}: {position: string}) => position.replace("frame ", ""));

test("weir lake rejects --json has every reject in full, newest first", async (t) => {
  const rejects = await setUp(t);
  const {code, stdout} = await rejects("--json");
  assert.equal(code, 0);
  const {total, rejects: found} = JSON.parse(stdout);
  assert.equal(total, 5);
  assert.deepEqual(positions(stdout), ["1", "2", "3", "30", "200"]);
  const {time, ...rest} = reject(3, "plant", "readings", "flow is not a number: \u001b[2Jy", "001 \u001b[2Jy");
  assert.deepEqual(found[2], {time: new Date(time).toISOString(), ...rest});
});

test("weir lake rejects tells them apart by source, dataset, reason and age, and shows so many", async (t) => {
  const rejects = await setUp(t);
  for (const [args, expected] of [
    [
      ["--source", "api"],
      ["2", "200"]
    ],
    [
      ["--dataset", "readings"],
      ["1", "3", "30"]
    ],
    [
      ["--reason", "NOT A NUMBER"],
      ["1", "3"]
    ],
    [
      ["--since", "1d"],
      ["1", "2", "3"]
    ],
    [["--since", "1d", "--source", "plant", "--limit", "1"], ["1"]],
    [["--source", "x' OR true --"], []]
  ] as const)
    assert.deepEqual(positions((await rejects(...args, "--json")).stdout), expected, args.join(" "));
});

test("weir lake rejects shows people a table that their terminal does not obey", async (t) => {
  const rejects = await setUp(t);
  const {stdout, stderr} = await rejects("--limit", "4");
  const lines = stdout.trimEnd().split("\n");
  assert.match(lines[0]!, /^time \(UTC\) +source +dataset +position +reason +raw$/);
  assert.match(lines[1]!, /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d +plant +readings +frame 1 +flow is not a number: x +001 x$/);
  assert.equal(lines.length, 5);
  assert.ok(stdout.includes("\\u001b[2Jy") && !stdout.includes("\u001b"));
  assert.match(stderr, /4 of 5 rejects; --limit shows more/);
  const wide = (await rejects("--source", "api")).stdout.split("\n").find((line) => line.includes("long"))!;
  assert.equal(wide.length, 160);
});

test("weir lake rejects --by counts them by what they have in common", async (t) => {
  const rejects = await setUp(t);
  const {total, groups} = JSON.parse((await rejects("--by", "reason", "--json")).stdout);
  assert.equal(total, 3);
  assert.deepEqual(
    groups.map(({last, ...group}: {last: string}) => group),
    [
      {source: "api", dataset: "requests", reason: "row is not an object", count: 2},
      {source: "plant", dataset: "readings", reason: "flow is not a number: …", count: 2},
      {source: "plant", dataset: "readings", reason: "expected 5 fields, found 2", count: 1}
    ]
  );
  assert.equal(groups[1].last, new Date(now - hour).toISOString());
  const bySource = JSON.parse((await rejects("--by", "source", "--json")).stdout).groups;
  assert.deepEqual(
    bySource.map(({source, count}: {source: string; count: number}) => [source, count]),
    [
      ["plant", 3],
      ["api", 2]
    ]
  );
  assert.match((await rejects("--by", "source")).stdout, /^count +last \(UTC\) +source +dataset +reason\n3 /);
});

test("weir lake rejects says when there are none, and what is wrong with an option", async (t) => {
  const rejects = await setUp(t);
  const none = await rejects("--source", "nobody");
  assert.deepEqual([none.code, none.stdout], [0, ""]);
  assert.match(none.stderr, /no rejects/);
  for (const [args, problem] of [
    [["--since", "yesterday"], /invalid duration: yesterday \(write 10s, 5m, 1h or 7d\)/],
    [["--limit", "few"], /not a whole number above 0: few/],
    [["--by", "colour"], /Allowed choices are reason, source, dataset/]
  ] as const) {
    const {code, stderr} = await rejects(...args);
    assert.equal(code, 2);
    assert.match(stderr, problem);
  }
});
