import {after, type TestContext} from "node:test";
import {startPostgres} from "../../support/postgres-server.ts";
import {complies, rejectsWell} from "./compliance.ts";
import {rigOn} from "./postgres/rig.ts";
import {follows, followsLateCommits} from "./sql/follows.ts";

const server = await startPostgres({after});
const rig = (t: TestContext, schema: string) => rigOn(server, t, schema);

const stamp = (minutes: number) => new Date(Date.UTC(2024, 6, 9) + minutes * 60_000).toISOString().slice(0, 19);

/** The server itself goes away and comes back. */
const away = {
  unplug: server.stop,
  replug: server.start,
  away: /^cannot open PostgreSQL database: weir@localhost:\d+\/test\d+ \(nobody listens there: start the server/
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
    "CREATE TABLE license_log (id bigserial PRIMARY KEY, api_name varchar(50), access_time timestamp)"
  );
  const insert = inserter(t, name);
  const add = (names: string[]) =>
    insert(
      "INSERT INTO license_log (api_name, access_time) VALUES ($1, now())",
      names.map((name) => [name])
    );
  return {
    source: sourceOf({table: "license_log", dataset: "events"}),
    feed: () => add(["download", "upload", "check"]),
    spoil: () => add([""]),
    ...away
  };
};
complies("postgres events", events);
rejectsWell("postgres events", events);

const readings = async (t: TestContext) => {
  const {name, sourceOf} = await rig(t, "CREATE TABLE traffic_log (ds timestamp PRIMARY KEY, y numeric)");
  const insert = inserter(t, name);
  let minutes = 0;
  const add = (values: string[]) =>
    insert(
      "INSERT INTO traffic_log VALUES ($1, $2)",
      values.map((y) => [stamp(++minutes), y])
    );
  return {
    source: sourceOf({table: "traffic_log", dataset: "readings", series: "gateway/calls"}),
    feed: () => add(["1", "2.5", "12000000.25"]),
    spoil: () => add(["NaN"]),
    ...away
  };
};
complies("postgres readings", readings);
rejectsWell("postgres readings", readings);

const licences = async (t: TestContext) => {
  const {name, sourceOf} = await rig(
    t,
    `CREATE TABLE polygon_manager (id serial PRIMARY KEY, key text, "HWID" text, "serverName" text,
       "allowModels" jsonb, banned boolean, "discordID" bigint)`
  );
  const insert = inserter(t, name);
  let keys = 0;
  const add = (models: string[]) =>
    insert(
      `INSERT INTO polygon_manager (key, "HWID", "serverName", "allowModels", banned, "discordID")
       VALUES ($1, 'HW', 's1', $2, false, 1234567890123456789)`,
      models.map((list) => [`KEY-${++keys}`, list])
    );
  return {
    source: sourceOf({table: "polygon_manager", dataset: "licences"}),
    feed: () => add(['["a", "b"]', "[]", "null"]),
    spoil: () => add(['{"a": 1}']),
    ...away
  };
};
complies("postgres licences", licences);
rejectsWell("postgres licences", licences);

const calls = async (t: TestContext) => {
  const {name, db, sourceOf} = await rig(
    t,
    `CREATE TABLE calls (id bigint PRIMARY KEY, api_name text, access_time timestamp, changed timestamp, who text);
     CREATE INDEX ON calls (changed)`
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
follows("postgres", calls);
followsLateCommits("postgres", calls);
