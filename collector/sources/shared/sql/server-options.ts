import {readFile} from "node:fs/promises";
import {resolve} from "node:path";
import {z} from "zod";
import {duration} from "../../../duration.ts";
import {fileProblem} from "../file-problem.ts";
import {passwordFrom, readPassword} from "../password-from.ts";

const text = z.string().min(1);

/** How to reach a database server. */
export const serverOptions = ({port}: {port: number}) => ({
  host: text.default("localhost"),
  port: z.int().min(1).max(65535).default(port),
  /** Path of the server's Unix socket, instead of host and port. */
  socket: text.optional(),
  database: text,
  user: text,
  passwordFrom: passwordFrom.optional(),
  /** Encrypts, and checks the server's certificate: against the system's authorities, or those in a file. */
  tls: z.union([z.boolean(), z.strictObject({ca: text})]).default(false),
  /** The server gives up on a statement after this long. */
  timeout: duration.default(30_000)
});

export type Server = z.output<z.ZodObject<ReturnType<typeof serverOptions>>>;

/** What drivers are given besides the address. */
export interface Secrets {
  password: string | undefined;
  /** Of `tls.connect`; null without encryption. */
  tls: {ca?: string} | null;
}

/** The password and the certificates. Throws when its variable is not set or the file cannot be read. */
export async function readSecrets({passwordFrom, tls}: Server, root: string): Promise<Secrets> {
  const password = passwordFrom === undefined ? undefined : readPassword(passwordFrom);
  if (typeof tls === "boolean") return {password, tls: tls ? {} : null};
  const file = resolve(root, tls.ca);
  try {
    return {password, tls: {ca: await readFile(file, "utf8")}};
  } catch (cause) {
    throw new Error(`cannot read certificates: ${file} (${fileProblem(cause)})`, {cause});
  }
}

/** Where a database is, as people write it; never with the password. */
export const addressOf = ({host, port, socket, database, user}: Server): string =>
  `${user}@${socket ?? `${host}:${port}`}/${database}`;
