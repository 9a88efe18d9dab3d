import assert from "node:assert/strict";
import {test} from "node:test";
import {postgres} from "../../../../collector/sources/postgres.ts";
import {sqlite} from "../../../../collector/sources/sqlite.ts";

const mistakes = (schema: typeof sqlite.options | typeof postgres.options, options: object): string[] => {
  const result = schema.safeParse({table: "t", dataset: "events", ...options});
  return result.success ? [] : result.error.issues.map(({path, message}) => `${path.join(".")}: ${message}`);
};

test("tableOptions() name what cannot be followed", () => {
  const file = {file: "a.db"};
  assert.deepEqual(mistakes(sqlite.options, {...file, follow: "updated_at"}), []);
  assert.deepEqual(mistakes(sqlite.options, {...file, deletions: true, follow: "id"}), []);
  assert.deepEqual(mistakes(sqlite.options, {...file, deletions: true, follow: "updated_at"}), [
    "deletions: a changed row leaves its place in updated_at too (follow the key: id)"
  ]);
  assert.deepEqual(mistakes(sqlite.options, {...file, key: "who", columns: {actor: "who"}}), [
    "follow: who is private (follow a column that is not)"
  ]);
  assert.deepEqual(mistakes(sqlite.options, {...file, overlap: "an hour"}), [
    "overlap: invalid duration: an hour (write 10s, 5m, 1h or 7d)"
  ]);
});

test("serverOptions() take no password, only the name of its variable", () => {
  const server = {database: "d", user: "u"};
  assert.deepEqual(mistakes(postgres.options, server), []);
  assert.deepEqual(mistakes(postgres.options, {...server, password: "p"}), [': Unrecognized key: "password"']);
  assert.deepEqual(mistakes(postgres.options, {...server, passwordFrom: "my secret"}), [
    "passwordFrom: write the name of an environment variable, not the password"
  ]);
});
