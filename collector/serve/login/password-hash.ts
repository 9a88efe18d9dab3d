import {randomBytes, type ScryptOptions, scrypt, timingSafeEqual} from "node:crypto";

/** 32 MB and about a tenth of a second on a small machine; OWASP's second choice for scrypt. */
const cost = {logN: 15, r: 8, p: 3};
const keyBytes = 32;

/** `scrypt$15$8$3$<salt>$<key>`, salt and key in base64url. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, cost);
  return ["scrypt", cost.logN, cost.r, cost.p, salt.toString("base64url"), key.toString("base64url")].join("$");
}

/** Whether a password is the one that was hashed; takes as long for a wrong one. Throws on what is no such hash. */
export async function verifyPassword(password: string, hash: string): Promise<boolean> {
  const {salt, key, ...hashed} = parse(hash);
  return timingSafeEqual(await derive(password, salt, hashed), key);
}

export const isPasswordHash = (text: unknown): text is string => {
  try {
    return typeof text === "string" && Boolean(parse(text));
  } catch {
    return false;
  }
};

function parse(hash: string): typeof cost & {salt: Buffer; key: Buffer} {
  const [, logN, r, p, salt, key] = /^scrypt\$(\d+)\$(\d+)\$(\d+)\$([\w-]{22,})\$([\w-]{43})$/.exec(hash) ?? [];
  const fits = salt && key && Number(logN) >= 10 && Number(logN) <= 20 && Number(r) <= 32 && Number(p) <= 16;
  if (!fits) throw new Error("not a password's hash (make one with weir user add)");
  const [saltBytes, keyOf] = [Buffer.from(salt, "base64url"), Buffer.from(key, "base64url")];
  return {logN: Number(logN), r: Number(r), p: Number(p), salt: saltBytes, key: keyOf};
}

function derive(password: string, salt: Buffer, {logN, r, p}: typeof cost): Promise<Buffer> {
  const options: ScryptOptions = {N: 2 ** logN, r, p, maxmem: 256 * 2 ** logN * r};
  return new Promise((resolve, reject) =>
    scrypt(password.normalize("NFKC"), salt, keyBytes, options, (error, key) => (error ? reject(error) : resolve(key)))
  );
}
