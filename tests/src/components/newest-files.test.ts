import assert from "node:assert/strict";
import {test} from "node:test";
import {newestFiles} from "../../../src/components/newest-files.ts";
import {seeded} from "../../support/random.ts";

const fileOf = (times: number[], i: number) => ({
  url: `${i}.parquet`,
  rows: times.length,
  bytes: 1,
  from: Math.min(...times),
  to: Math.max(...times)
});

test("newestFiles() takes the last files of a table whose files follow each other", () => {
  const files = [
    [1, 2, 3],
    [4, 5, 6],
    [7, 8]
  ].map(fileOf);
  const taken = (rows: number) => newestFiles(files, rows).map(({url}) => url);
  assert.deepEqual(taken(0), []);
  assert.deepEqual(taken(2), ["2.parquet"]);
  assert.deepEqual(taken(3), ["1.parquet", "2.parquet"]);
  assert.deepEqual(taken(100), ["0.parquet", "1.parquet", "2.parquet"]);
});

test("newestFiles() leaves out no row that is as new, however files overlap", () => {
  const random = seeded(7);
  const below = (n: number) => Math.floor(random() * n);
  let left = 0;
  for (let round = 0; round < 500; round++) {
    const parts = Array.from({length: 1 + below(6)}, () => {
      const first = below(40);
      return Array.from({length: 1 + below(8)}, () => first + below(15));
    });
    const files = parts.map(fileOf);
    const rows = 1 + below(20);
    const taken = newestFiles(files, rows);
    left += files.length - taken.length;
    const all = parts.flat().sort((a, b) => b - a);
    const last = all[Math.min(rows, all.length) - 1]!;
    const needed = files.filter(({to}) => to >= last);
    assert.deepEqual(
      needed.filter((file) => !taken.includes(file)),
      [],
      JSON.stringify([parts, rows])
    );
  }
  assert.ok(left > 0);
});
