import type Database from "libsql";
import type {LicenceState} from "../licence-lives.ts";

interface Row {
  key: string;
  allowModels: string;
  banned: number;
}

/** Inserts, updates and deletes what differs in `polygon_manager`; touches nothing else. */
export function syncLicences(db: Database.Database, licences: LicenceState[]): void {
  const rows = db.prepare("SELECT key, allowModels, banned FROM polygon_manager").all() as Row[];
  const known = new Map(rows.map((row) => [row.key, row]));
  for (const {key, hwid, server, models, banned, discordId} of licences) {
    const row = known.get(key);
    const allowModels = JSON.stringify(models);
    known.delete(key);
    if (!row)
      db.prepare(
        "INSERT INTO polygon_manager (key, HWID, serverName, allowModels, banned, discordID) VALUES (?, ?, ?, ?, ?, ?)"
      ).run(key, hwid, server, allowModels, Number(banned), discordId);
    else if (row.allowModels !== allowModels || Boolean(row.banned) !== banned)
      db.prepare("UPDATE polygon_manager SET allowModels = ?, banned = ? WHERE key = ?").run(
        allowModels,
        Number(banned),
        key
      );
  }
  for (const key of known.keys()) db.prepare("DELETE FROM polygon_manager WHERE key = ?").run(key);
}
