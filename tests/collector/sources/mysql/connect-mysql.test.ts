import assert from "node:assert/strict";
import {join} from "node:path";
import {after, type TestContext, test} from "node:test";
import type {Connection} from "mysql2/promise";
import {connectMysql} from "../../../../collector/sources/mysql/connect-mysql.ts";
import {mysql} from "../../../../collector/sources/mysql.ts";
import {afterTest} from "../../../support/after-test.ts";
import {startMariadb} from "../../../support/mariadb-server.ts";
import {root} from "../../../support/root.ts";
import {waitFor} from "../../../support/wait-for.ts";
import {collectFrom, contextOf, expectNothing, hash, inputs} from "../collecting.ts";
import {password, rigOn} from "./rig.ts";

const server = await startMariadb({after});
const rig = (t: TestContext, ...statements: string[]) => rigOn(server, t, ...statements);

test("mysql.read() keeps every value exact, and no time zone touches it", async (t) => {
  const {name, sourceOf} = await rig(
    t,
    `CREATE TABLE \`log \`\`1\` (id BIGINT UNSIGNED PRIMARY KEY, what JSON, \`when\` DATETIME(6), \`then\` TIMESTAMP(3) NULL,
       took DECIMAL(20, 10), flags BIT(12), who VARBINARY(20))`,
    "SET time_zone = '-05:00'",
    `INSERT INTO \`log \`\`1\` VALUES (18446744073709551615, '{"a": 1.50}', '2024-07-09 00:00:00.123456',
       '2024-07-09 00:00:00', 0.1, b'100000000001', x'ff00')`
  );
  const read = async (time: string) => {
    const columns = {time, subject: "what", durationMs: "took", bytes: "flags", actor: "who"};
    const options = {table: `${name}.log \`1`, dataset: "events", timeZone: "Asia/Seoul", columns};
    const source = sourceOf(options);
    const {records, cursor} = await collectFrom(source, inputs(1));
    await expectNothing(source, {cursor});
    return records[0]!;
  };
  assert.deepEqual(await read("when"), {
    time: Date.UTC(2024, 6, 8, 15, 0, 0, 123),
    source: "tested",
    kind: "api",
    actor: hash("0xff00"),
    subject: '{"a": 1.50}',
    status: null,
    durationMs: 0.1,
    bytes: 2049,
    rowKey: "18446744073709551615"
  });
  assert.equal((await read("then")).time, Date.UTC(2024, 6, 9, 5));
});

test("mysql.read() takes midnight, texts of any script and truth from TINYINT and BIT", async (t) => {
  const {sourceOf} = await rig(
    t,
    "CREATE TABLE licences (id INT PRIMARY KEY, name VARCHAR(20) CHARACTER SET utf8mb4, banned TINYINT(1), locked BIT(1), models TEXT)",
    "INSERT INTO licences VALUES (1, '鍵🔑', 1, 0, '[\"a\"]')",
    "CREATE TABLE log (id INT PRIMARY KEY, api_name BLOB, access_time DATETIME)",
    "INSERT INTO log VALUES (1, '鍵🔑', '2024-07-09')"
  );
  const read = async (banned: string) => {
    const columns = {id: "name", holder: "name", server: "name", resources: "models", banned};
    const {records} = await collectFrom(sourceOf({table: "licences", dataset: "licences", columns}), inputs(1));
    return records[0]!;
  };
  assert.deepEqual([(await read("banned")).banned, (await read("locked")).banned], [true, false]);
  assert.deepEqual([(await read("banned")).server, (await read("banned")).resources], ["鍵🔑", ["a"]]);
  const {records} = await collectFrom(sourceOf({table: "log", dataset: "events"}), inputs(1));
  assert.deepEqual([records[0]!.subject, records[0]!.time], ["鍵🔑", Date.UTC(2024, 6, 9)]);
});

test("mysql.read() follows texts, dates, decimals and timestamps, and says what it cannot follow", async (t) => {
  const {sourceOf} = await rig(
    t,
    `CREATE TABLE log (id CHAR(36) PRIMARY KEY, day DATE, at TIMESTAMP(6), amount DECIMAL(30, 10), api_name VARCHAR(10),
       raw BINARY(4))`,
    `INSERT INTO log SELECT uuid(), '2000-01-01' + INTERVAL seq DAY, '2024-01-01' + INTERVAL seq MICROSECOND,
       seq + 12345678901234567890.5, 'x', unhex(hex(4294900000 + seq)) FROM seq_1_to_2500`
  );
  for (const follow of ["id", "day", "at", "amount"]) {
    const source = sourceOf({table: "log", dataset: "events", follow, columns: {time: "at"}});
    const collected = await collectFrom(source, inputs(2500));
    assert.equal(new Set(collected.records.map(({rowKey}) => rowKey)).size, 2500, follow);
    await expectNothing(source, collected);
  }
  await assert.rejects(
    collectFrom(sourceOf({table: "log", dataset: "events", key: "raw", columns: {time: "at"}}), inputs(2500)),
    /^Error: cannot follow column: raw /
  );
});

test("mysql.read() says what is wrong and what to do, and never the password", async (t) => {
  const {name, admin, sourceOf} = await rig(
    t,
    "CREATE TABLE t (id INT PRIMARY KEY, api_name VARCHAR(10), access_time DATETIME)",
    "INSERT INTO t VALUES (1, 'a', now())",
    "CREATE VIEW slow AS SELECT id, concat(api_name, sleep(60)) AS api_name, access_time FROM t"
  );
  await admin.query(`CREATE DATABASE hidden${name}`);
  process.env.TEST_WRONG_PASSWORD = "wrong but secret";
  const failing = async (options: object, expected: RegExp) => {
    const source = sourceOf({table: "t", dataset: "events", ...options});
    await assert.rejects(collectFrom(source, inputs(2)), (error: Error) => {
      assert.match(error.message, expected);
      assert.doesNotMatch(JSON.stringify([error.message, error.stack, error.cause]), /secret/);
      return true;
    });
  };
  await failing(
    {passwordFrom: "TEST_WRONG_PASSWORD"},
    /^cannot open MySQL database: weir@127\.0\.0\.1:\d+\/test\d+ \(Access denied for user 'weir'@'.*' \(using password: YES\): check user and passwordFrom\)$/
  );
  await failing(
    {passwordFrom: "TEST_NO_PASSWORD"},
    /^environment variable is not set: TEST_NO_PASSWORD \(for passwordFrom\)$/
  );
  await failing({database: `hidden${name}`}, /: check database, or GRANT SELECT on it to this user\)$/);
  await failing(
    {table: "nope"},
    /^no such table: nope \(write its name as the database does, and let the user read it\)$/
  );
  await failing({columns: {subject: "api"}}, /^no such column in table t: api \(it has id, api_name, access_time\)$/);
  await failing({host: "no-such-host.invalid"}, /\(no such host/);
  await failing(
    {socket: "/nope.sock"},
    /weir@\/nope\.sock\/.* \(no such socket: start the server, or check the path\)$/
  );
  await failing(
    {table: "slow", timeout: "300ms"},
    /max_statement_time exceeded.*: an index on the followed column helps/
  );
  await failing(
    {host: "localhost", tls: true},
    /\(Server does not support secure connection: let the server speak TLS, or leave tls out\)$/
  );
});

test("mysql.read() goes through a Unix socket, and cannot write", async (t) => {
  const {admin, name, sourceOf} = await rig(
    t,
    "CREATE TABLE t (id INT PRIMARY KEY, api_name VARCHAR(10), access_time DATETIME)",
    "INSERT INTO t VALUES (1, 'a', now())"
  );
  await admin.query(`GRANT ALL ON ${name}.* TO weir@'%'`);
  const {records} = await collectFrom(sourceOf({table: "t", dataset: "events", socket: server.socket}), inputs(1));
  assert.equal(records.length, 1);
  const {port} = server;
  const options = {host: "127.0.0.1", port, database: name, user: "weir", tls: false, timeout: 5000};
  const database = await connectMysql({...options, passwordFrom: "TEST_MYSQL_PASSWORD", socket: undefined}, "/")(null);
  afterTest(t, () => database.close());
  await assert.rejects(database.query("DELETE FROM t", []), /Cannot execute statement in a READ ONLY transaction/);
});

test("mysql.read() encrypts where asked, and trusts no server that it cannot know", async (t) => {
  const [cert, key] = ["localhost.pem", "localhost.key"].map((name) => join(root, "tests/fixtures/tls", name));
  const secure = await startMariadb(t, {options: [`--ssl-cert=${cert}`, `--ssl-key=${key}`]});
  const db = await secure.connect(t);
  await db.query("CREATE DATABASE d");
  await db.query("CREATE TABLE d.t (id INT PRIMARY KEY, api_name VARCHAR(10), access_time DATETIME)");
  await db.query("INSERT INTO d.t VALUES (1, 'a', now())");
  await db.query("CREATE USER weir@'%' IDENTIFIED BY ? REQUIRE SSL", [password]);
  await db.query("GRANT SELECT ON d.* TO weir@'%'");
  const sourceOf = (options: object) =>
    mysql.create(
      mysql.options.parse({
        port: secure.port,
        database: "d",
        user: "weir",
        passwordFrom: "TEST_MYSQL_PASSWORD",
        table: "t",
        dataset: "events",
        ...options
      }),
      "/"
    );
  assert.equal((await collectFrom(sourceOf({tls: {ca: cert!}}), inputs(1))).records.length, 1);
  await assert.rejects(collectFrom(sourceOf({tls: true}), inputs(1)), /\(self-signed certificate: name a file/);
  await assert.rejects(
    collectFrom(sourceOf({host: "127.0.0.1", tls: {ca: cert!}}), inputs(1)),
    /^Error: cannot check the certificate of an address: 127\.0\.0\.1 \(write the host that it names\)$/
  );
  await assert.rejects(collectFrom(sourceOf({}), inputs(1)), /Access denied/);
});

const processes = async (admin: Connection, info: string): Promise<number[]> => {
  const [rows] = await admin.query(
    "SELECT id FROM information_schema.processlist WHERE user = 'weir' AND info LIKE ?",
    [info]
  );
  return (rows as {id: number}[]).map(({id}) => id);
};

test("mysql.read() survives a server that throws it out, between statements and within one", async (t) => {
  const {db, admin, sourceOf} = await rig(
    t,
    "CREATE TABLE t (id INT PRIMARY KEY, api_name VARCHAR(10), access_time DATETIME)",
    "INSERT INTO t SELECT seq, 'a', now() FROM seq_1_to_3",
    "CREATE VIEW stuck AS SELECT id, concat(api_name, sleep(600)) AS api_name, access_time FROM t"
  );
  let thrownOut = false;
  const {records} = await collectFrom(sourceOf({table: "t", dataset: "events"}), inputs(4), {
    running: () => {
      if (!thrownOut) void admin.query("KILL USER weir").then(() => db.query("INSERT INTO t VALUES (4, 'b', now())"));
      thrownOut = true;
    }
  });
  assert.equal(records.length, 4);
  const failed = collectFrom(sourceOf({table: "stuck", dataset: "events", timeout: "10m"}), inputs(1)).catch(String);
  const [id] = await waitFor(async () => {
    const found = await processes(admin, "%stuck%");
    return found.length && found;
  });
  await admin.query(`KILL ${id}`);
  assert.match((await failed) as string, /Error: cannot read MySQL database: .*(connection lost|killed)/i);
});

test("mysql.read() stops at once, also while a statement runs", async (t) => {
  const {admin, sourceOf} = await rig(
    t,
    "CREATE TABLE t (id INT PRIMARY KEY, api_name VARCHAR(10), access_time DATETIME)",
    "INSERT INTO t VALUES (1, 'a', now())",
    "CREATE VIEW stuck AS SELECT id, concat(api_name, sleep(600)) AS api_name, access_time FROM t"
  );
  const controller = new AbortController();
  const ended = (async () => {
    const source = sourceOf({table: "stuck", dataset: "events", timeout: "10m"});
    for await (const _ of source.read(contextOf(controller.signal)));
    return true;
  })();
  await waitFor(async () => (await processes(admin, "%stuck%")).length);
  controller.abort();
  assert.ok(await ended);
});
