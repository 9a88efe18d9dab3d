import {createHmac, randomBytes} from "node:crypto";
import {mkdirSync, readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";

/** The installation's hashing key: from WEIR_SECRET, else from `<data>/secret.key`, made at the first start. */
export function hashingKey(data: string, env: NodeJS.ProcessEnv = process.env): Buffer {
  if (env.WEIR_SECRET !== undefined) {
    if (env.WEIR_SECRET.length < 16) throw new Error("WEIR_SECRET: too short (write at least 16 characters)");
    return Buffer.from(env.WEIR_SECRET);
  }
  const path = join(data, "secret.key");
  mkdirSync(data, {recursive: true});
  try {
    writeFileSync(path, randomBytes(32).toString("hex"), {flag: "wx", mode: 0o600, flush: true});
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  const text = readFileSync(path, "utf8").trim();
  if (!/^[0-9a-f]{64}$/.test(text))
    throw new Error(`damaged key: ${path} (restore it from a backup: hashes depend on it)`);
  return Buffer.from(text, "hex");
}

/** HMAC-SHA-256, first 96 bits in hex: equal values stay equal, and nobody without the key can guess them. */
export function keyedHash(key: Buffer): (value: string) => string {
  return (value) => createHmac("sha256", key).update(value).digest("hex").slice(0, 24);
}
