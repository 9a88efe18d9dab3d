import type Database from "libsql";

export type Prepare = (sql: string) => Database.Statement;

/**
 * Prepares each statement of a database once. One that is dropped keeps its memory until V8 happens to look, which knows
 * nothing of its size: thousands of them are 20 MB.
 */
export function preparedOnce(db: Database.Database): Prepare {
  const known = new Map<string, Database.Statement>();
  return (sql) => {
    const statement = known.get(sql) ?? db.prepare(sql);
    known.set(sql, statement);
    return statement;
  };
}
