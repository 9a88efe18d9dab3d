import Database from "libsql";
import {day, minute, sqlTime} from "../calendar.ts";
import {licenceCalls} from "../licence-calls.ts";
import {licenceRegister} from "../licences.ts";
import {gatewayTraffic} from "../traffic.ts";
import type {Installation} from "./installation.ts";
import {syncLicences} from "./sync-licences.ts";

/** What is made up at most after a stop, ms. */
const madeUp = 2 * day;

const schema = `
  CREATE TABLE IF NOT EXISTS license_log (
    id INTEGER PRIMARY KEY AUTOINCREMENT, api_name VARCHAR(50) NOT NULL, access_time DATETIME NOT NULL
  );
  CREATE TABLE IF NOT EXISTS polygon_manager (
    id INTEGER PRIMARY KEY AUTOINCREMENT, key VARCHAR(64) NOT NULL UNIQUE, HWID VARCHAR(64), serverName VARCHAR(64),
    allowModels JSON NOT NULL, banned BOOLEAN NOT NULL DEFAULT 0, discordID VARCHAR(32)
  );
  CREATE TABLE IF NOT EXISTS traffic_log (ds TIMESTAMP PRIMARY KEY, y NUMERIC NOT NULL);
`;

/**
 * A licence server's database, which changes while you watch: calls as they come (`license_log`), licences sold, lent,
 * banned and withdrawn (`polygon_manager`), calls of the web service for each full minute (`traffic_log`). Begins at the
 * anchor, where the history ends; after a stop up to two days are made up. Times are UTC, `2024-07-09 00:01:00`.
 */
export function licenceServer(path: string, anchor: number): Installation {
  const db = new Database(path);
  db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 2000;");
  db.exec(schema);
  const licencesAt = licenceRegister(anchor);
  const traffic = gatewayTraffic(anchor);
  const addCall = db.prepare("INSERT INTO license_log (api_name, access_time) VALUES (?, ?)");
  const addMinute = db.prepare("INSERT INTO traffic_log (ds, y) VALUES (?, ?)");
  const calledUpTo = latest(db, "SELECT max(access_time) AS time FROM license_log");
  const countedUpTo = latest(db, "SELECT max(ds) AS time FROM traffic_log");
  let nextCall = calledUpTo === null ? anchor : calledUpTo + 1;
  let nextMinute = countedUpTo === null ? anchor : countedUpTo + minute;

  return {
    tick(now) {
      const from = Math.ceil((now - madeUp) / minute) * minute;
      const calls = [...licenceCalls(Math.max(nextCall, from), now)];
      const minutes: number[] = [];
      for (let time = Math.max(nextMinute, from); time + minute <= now; time += minute) minutes.push(time);
      db.transaction(() => {
        for (const {time, api} of calls) addCall.run(api, sqlTime(time));
        for (const time of minutes) addMinute.run(sqlTime(time), traffic(time));
        syncLicences(db, licencesAt(now));
      })();
      nextCall = Math.max(nextCall, now);
      nextMinute = (minutes.at(-1) ?? nextMinute - minute) + minute;
    },
    stop: () => {
      db.close();
    }
  };
}

/** The newest time that a query finds, ms UTC. */
function latest(db: Database.Database, query: string): number | null {
  const {time} = db.prepare(query).get() as {time: string | null};
  return time === null ? null : Date.parse(`${time.replace(" ", "T")}Z`);
}
