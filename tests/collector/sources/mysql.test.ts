import {after, type TestContext} from "node:test";
import {startMariadb} from "../../support/mariadb-server.ts";
import {complies, rejectsWell} from "./compliance.ts";
import {rigOn} from "./mysql/rig.ts";
import {follows, followsLateCommits} from "./sql/follows.ts";

const server = await startMariadb({after});
const rig = (t: TestContext, ...statements: string[]) => rigOn(server, t, ...statements);

const stamp = (minutes: number) =>
  new Date(Date.UTC(2024, 6, 9) + minutes * 60_000).toISOString().slice(0, 19).replace("T", " ");

/** The server itself goes away and comes back. */
const away = {
  unplug: server.stop,
  replug: server.start,
  away: /^cannot open MySQL database: weir@127\.0\.0\.1:\d+\/test\d+ \(nobody listens there: start the server/
};

/** Inserts rows, also after the server was started again. */
const inserter =
  (t: TestContext, name: string) =>
  async (sql: string, rows: unknown[][]): Promise<number> => {
    const db = await server.connect(t, name);
    for (const row of rows) await db.query(sql, row);
    return rows.length;
  };

const events = async (t: TestContext) => {
  const {name, sourceOf} = await rig(
    t,
    "CREATE TABLE license_log (id INT AUTO_INCREMENT PRIMARY KEY, api_name VARCHAR(50), access_time DATETIME)"
  );
  const insert = inserter(t, name);
  let minutes = 0;
  const add = (names: string[]) =>
    insert(
      "INSERT INTO license_log (api_name, access_time) VALUES (?, ?)",
      names.map((name) => [name, stamp(++minutes)])
    );
  return {
    source: sourceOf({table: "license_log", dataset: "events"}),
    feed: () => add(["download", "upload", "check"]),
    spoil: () => add([""]),
    ...away
  };
};
complies("mysql events", events);
rejectsWell("mysql events", events);

const readings = async (t: TestContext) => {
  const {name, sourceOf} = await rig(t, "CREATE TABLE traffic_log (ds TIMESTAMP PRIMARY KEY, y NUMERIC(12, 3))");
  const insert = inserter(t, name);
  let minutes = 0;
  const add = (values: (string | null)[]) =>
    insert(
      "INSERT INTO traffic_log VALUES (?, ?)",
      values.map((y) => [stamp(++minutes), y])
    );
  return {
    source: sourceOf({table: "traffic_log", dataset: "readings", series: "gateway/calls"}),
    feed: () => add(["1", "2.5", "12000000.25"]),
    spoil: () => add([null]),
    ...away
  };
};
complies("mysql readings", readings);
rejectsWell("mysql readings", readings);

const licences = async (t: TestContext) => {
  const {name, sourceOf} = await rig(
    t,
    `CREATE TABLE polygon_manager (id INT AUTO_INCREMENT PRIMARY KEY, \`key\` VARCHAR(50), HWID VARCHAR(50),
       serverName VARCHAR(50), allowModels JSON, banned BOOLEAN, discordID BIGINT)`
  );
  const insert = inserter(t, name);
  let keys = 0;
  const add = (models: string[]) =>
    insert(
      `INSERT INTO polygon_manager (\`key\`, HWID, serverName, allowModels, banned, discordID)
       VALUES (?, 'HW', 's1', ?, false, 1234567890123456789)`,
      models.map((list) => [`KEY-${++keys}`, list])
    );
  return {
    source: sourceOf({table: "polygon_manager", dataset: "licences"}),
    feed: () => add(['["a", "b"]', "[]", "null"]),
    spoil: () => add(['{"a": 1}']),
    ...away
  };
};
complies("mysql licences", licences);
rejectsWell("mysql licences", licences);

const calls = async (t: TestContext) => {
  const {name, db, sourceOf} = await rig(
    t,
    `CREATE TABLE calls (id BIGINT PRIMARY KEY, api_name VARCHAR(50), access_time DATETIME, changed DATETIME(6),
       who VARCHAR(50), INDEX (changed))`
  );
  return {
    source: (options = {}) => sourceOf({table: "calls", dataset: "events", ...options}),
    run: (sql: string) => db.query(sql),
    async hold(sql: string) {
      const other = await server.connect(t, name);
      await other.query("BEGIN");
      await other.query(sql);
      return () => other.query("COMMIT");
    }
  };
};
follows("mysql", calls);
followsLateCommits("mysql", calls);
