import assert from "node:assert/strict";
import {chmodSync, chownSync, copyFileSync, statSync} from "node:fs";
import {join} from "node:path";
import {after, type TestContext, test} from "node:test";
import {startPostgres} from "../../../support/postgres-server.ts";
import {root} from "../../../support/root.ts";
import {waitFor} from "../../../support/wait-for.ts";
import {collectFrom, contextOf, expectNothing, hash, inputs} from "../collecting.ts";
import {rigOn} from "./rig.ts";

const server = await startPostgres({after});
const rig = (t: TestContext, schema: string) => rigOn(server, t, schema);

test("postgres.read() keeps every value exact, and no time zone touches it", async (t) => {
  const {db, sourceOf} = await rig(
    t,
    `CREATE SCHEMA "a b";
     CREATE TABLE "a b"."log ""1""" (id numeric PRIMARY KEY, what json, "when" timestamp, "then" timestamptz, took numeric,
       size bigint, who uuid)`
  );
  await db.query(`GRANT USAGE ON SCHEMA "a b" TO weir; GRANT SELECT ON ALL TABLES IN SCHEMA "a b" TO weir`);
  await db.query("SET TimeZone = 'America/New_York'");
  await db.query(
    `INSERT INTO "a b"."log ""1""" VALUES (123456789012345678901, '{"a": 1.50}', '2024-07-09 12:00:00.123456',
       '2024-07-09 12:00:00', 0.1, 9007199254740993, '8bd3bf2f-0b0d-4f8e-8d4a-5a9f1f4d2a11')`
  );
  const read = async (time: string) => {
    const columns = {time, subject: "what", durationMs: "took", bytes: "size", actor: "who"};
    const options = {table: 'a b.log "1"', dataset: "events", timeZone: "Asia/Seoul", columns};
    const {records} = await collectFrom(sourceOf(options), inputs(1));
    return records[0]!;
  };
  const record = await read("when");
  assert.deepEqual(record, {
    time: Date.UTC(2024, 6, 9, 3, 0, 0, 123),
    source: "tested",
    kind: "api",
    actor: hash("8bd3bf2f-0b0d-4f8e-8d4a-5a9f1f4d2a11"),
    subject: '{"a": 1.50}',
    status: null,
    durationMs: 0.1,
    bytes: 9007199254740992,
    rowKey: "123456789012345678901"
  });
  assert.equal((await read("then")).time, Date.UTC(2024, 6, 9, 16));
});

test("postgres.read() takes lists from arrays and JSON, and truth from booleans", async (t) => {
  const {db, sourceOf} = await rig(
    t,
    "CREATE TABLE licences (id int PRIMARY KEY, key text, holder text, server text, models text[], banned boolean)"
  );
  await db.query("INSERT INTO licences VALUES (1, 'K', 'ann', 's', ARRAY['a,\"b\"', 'NULL', 'c'], true)");
  const columns = {id: "key", holder: "holder", server: "server", resources: "models", banned: "banned"};
  const {records} = await collectFrom(sourceOf({table: "licences", dataset: "licences", columns}), inputs(1));
  assert.deepEqual([records[0]!.resources, records[0]!.banned], [['a,"b"', "NULL", "c"], true]);
});

test("postgres.read() follows uuids, dates and times with a zone", async (t) => {
  const {db, sourceOf} = await rig(
    t,
    `CREATE TABLE log (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), day date, at timestamptz, api_name text);
     INSERT INTO log (day, at, api_name)
       SELECT '2024-01-01'::date + n, '2024-01-01 00:00:00.000001+00'::timestamptz + n * interval '1 microsecond', 'x'
       FROM generate_series(1, 2500) n`
  );
  for (const follow of ["id", "day", "at"]) {
    const source = sourceOf({table: "log", dataset: "events", follow, columns: {time: "at"}});
    const collected = await collectFrom(source, inputs(2500));
    assert.equal(new Set(collected.records.map(({rowKey}) => rowKey)).size, 2500, follow);
    await expectNothing(source, collected);
  }
  await db.query("DELETE FROM log");
});

test("postgres.read() says what is wrong and what to do, and never the password", async (t) => {
  const {name, db, sourceOf} = await rig(
    t,
    "CREATE TABLE t (id int PRIMARY KEY, api_name text, access_time timestamp); CREATE TABLE u (id int); REVOKE ALL ON u FROM weir"
  );
  await db.query("INSERT INTO t VALUES (1, 'a', now())");
  await db.query("CREATE VIEW slower AS SELECT id, api_name || pg_sleep(60)::text AS api_name, access_time FROM t");
  process.env.TEST_WRONG_PASSWORD = "wrong but secret";
  const failing = async (options: object, expected: RegExp) => {
    const source = sourceOf({table: "t", dataset: "events", ...options});
    await assert.rejects(collectFrom(source, inputs(2)), (error: Error) => {
      assert.match(error.message, expected);
      assert.doesNotMatch(JSON.stringify([error.message, error.stack, error.cause]), /secret/);
      return true;
    });
  };
  const address = `weir@localhost:${server.port}/${name}`;
  await failing(
    {passwordFrom: "TEST_WRONG_PASSWORD"},
    new RegExp(
      `^cannot open PostgreSQL database: ${address} \\(password authentication failed for user "weir": check user and passwordFrom\\)$`
    )
  );
  await failing(
    {passwordFrom: "TEST_NO_PASSWORD"},
    /^environment variable is not set: TEST_NO_PASSWORD \(for passwordFrom\)$/
  );
  await failing({database: "nope"}, /nope \(database "nope" does not exist: check database\)$/);
  await failing(
    {table: "nope"},
    /^no such table: nope \(write its name as the database does, and let the user read it\)$/
  );
  await failing({table: "nope.t"}, /^no such table: nope\.t /);
  await failing({columns: {subject: "api"}}, /^no such column in table t: api \(it has id, api_name, access_time\)$/);
  await failing(
    {table: "u", columns: {time: "id", subject: "id"}},
    /\(permission denied for table u: the administrator may GRANT SELECT on the table to this user\)$/
  );
  await failing({host: "no-such-host.invalid"}, /\(no such host/);
  await failing(
    {table: "slower", timeout: "300ms"},
    /\(canceling statement due to statement timeout: an index on the followed column helps/
  );
  await failing({tls: true}, /\(The server does not support SSL connections\)$/);
  await failing({tls: {ca: "nope.pem"}}, /^cannot read certificates: \/nope\.pem \(no such file or folder\)$/);
});

test("postgres.read() encrypts where asked, and trusts no server that it cannot know", async (t) => {
  const {db, sourceOf} = await rig(t, "CREATE TABLE t (id int PRIMARY KEY, api_name text, access_time timestamp)");
  await db.query("INSERT INTO t VALUES (1, 'a', now())");
  const file = (name: string) => join(root, "tests/fixtures/tls", name);
  const {uid, gid} = statSync(server.socket);
  for (const name of ["localhost.pem", "localhost.key"]) {
    const copy = join(server.socket, name);
    copyFileSync(file(name), copy);
    chownSync(copy, uid, gid);
    chmodSync(copy, 0o600);
  }
  await db.query("ALTER SYSTEM SET ssl_cert_file = 'localhost.pem'");
  await db.query("ALTER SYSTEM SET ssl_key_file = 'localhost.key'");
  await db.query("ALTER SYSTEM SET ssl = on");
  await db.query("SELECT pg_reload_conf()");
  await waitFor(async () => (await db.query("SHOW ssl")).rows[0].ssl === "on");
  const options = {table: "t", dataset: "events"};
  const ca = file("localhost.pem");
  assert.equal((await collectFrom(sourceOf({...options, tls: {ca}}), inputs(1))).records.length, 1);
  await assert.rejects(
    collectFrom(sourceOf({...options, tls: true}), inputs(1)),
    /certificate is not trusted: name a file/
  );
  await assert.rejects(
    collectFrom(sourceOf({...options, host: "127.0.0.1", tls: {ca}}), inputs(1)),
    /\(its certificate is for another host/
  );
});

test("postgres.read() goes through a Unix socket, and cannot write", async (t) => {
  const {db, sourceOf} = await rig(t, "CREATE TABLE t (id int PRIMARY KEY, api_name text, access_time timestamp)");
  await db.query(
    `INSERT INTO t VALUES (1, 'a', now()); GRANT ALL ON t TO weir;
     CREATE FUNCTION spoil() RETURNS text LANGUAGE plpgsql AS $$ BEGIN DELETE FROM t; RETURN 'gone'; END $$;
     CREATE VIEW trap AS SELECT id, spoil() AS api_name, access_time FROM t`
  );
  const {records} = await collectFrom(sourceOf({table: "t", dataset: "events", socket: server.socket}), inputs(1));
  assert.equal(records.length, 1);
  await assert.rejects(
    collectFrom(sourceOf({table: "trap", dataset: "events"}), inputs(1)),
    /cannot execute DELETE in a read-only transaction/
  );
});

test("postgres.read() survives a server that throws it out, between statements and within one", async (t) => {
  const {db, admin, sourceOf} = await rig(
    t,
    "CREATE TABLE t (id int PRIMARY KEY, api_name text, access_time timestamp)"
  );
  await db.query(
    `INSERT INTO t SELECT n, 'a', now() FROM generate_series(1, 3) n;
     CREATE VIEW stuck AS SELECT id, api_name || pg_sleep(600)::text AS api_name, access_time FROM t`
  );
  const throwOut = () =>
    admin.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'weir'");
  let thrownOut = false;
  const {records} = await collectFrom(sourceOf({table: "t", dataset: "events"}), inputs(4), {
    running: () => {
      if (!thrownOut) void throwOut().then(() => db.query("INSERT INTO t VALUES (4, 'b', now())"));
      thrownOut = true;
    }
  });
  assert.equal(records.length, 4);
  const failed = collectFrom(sourceOf({table: "stuck", dataset: "events"}), inputs(1)).catch((error: Error) => error);
  await waitFor(async () => {
    const {rows} = await admin.query("SELECT 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep'");
    return rows.length;
  });
  await throwOut();
  assert.match(
    String(await failed),
    /terminating connection due to administrator command: the server is stopping or starting; it is tried again\)$/
  );
});

test("postgres.read() stops at once, also while a statement runs", async (t) => {
  const {db, admin, sourceOf} = await rig(
    t,
    "CREATE TABLE t (id int PRIMARY KEY, api_name text, access_time timestamp)"
  );
  await db.query(
    `INSERT INTO t VALUES (1, 'a', now());
     CREATE VIEW stuck AS SELECT id, api_name || pg_sleep(600)::text AS api_name, access_time FROM t`
  );
  const controller = new AbortController();
  const ended = (async () => {
    for await (const _ of sourceOf({table: "stuck", dataset: "events", timeout: "10m"}).read(
      contextOf(controller.signal)
    ));
    return true;
  })();
  await waitFor(
    async () => (await admin.query("SELECT 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep'")).rows.length
  );
  controller.abort();
  assert.ok(await ended);
  await admin.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'PgSleep'");
});
