import {stat} from "node:fs/promises";
import {join} from "node:path";

/** The key that private values are hashed with is for its owner alone. */
export async function secretProblems(data: string): Promise<string[]> {
  const found = await stat(join(data, "secret.key")).catch(() => null); // the key may be in WEIR_SECRET
  const others = (found?.mode ?? 0) & 0o077;
  if (!others) return [];
  return [`secret open to others: secret.key: mode ${(found!.mode & 0o777).toString(8)} (run chmod 600)`];
}
