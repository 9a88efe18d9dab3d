import {BlockList, isIP} from "node:net";
import {z} from "zod";
import {duration} from "../duration.ts";

const environment = z.strictObject({
  env: z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "write the name of an environment variable")
});

const address = z.string().refine(isAddress, "write an address or a range, as in 127.0.0.1 or 10.0.0.0/8");

const names = z.array(z.string().min(1)).default([]);

/** Who may read, and who may act: local users, or those whom a proxy in front names. */
const loginSchema = z
  .strictObject({
    /** File of local users, relative to the configuration file; `weir user add` writes it. */
    users: z.string().min(1).optional(),
    /** For how long local users stay logged in. */
    session: duration.default(7 * 86_400_000),
    /** Header in which a proxy says who asks, as in X-Forwarded-User. Believed when it comes from `proxies` alone. */
    trustedHeader: z
      .string()
      .regex(/^[A-Za-z0-9-]+$/, "write the name of a header")
      .transform((name) => name.toLowerCase())
      .optional(),
    proxies: z.array(address).default([]),
    /** With trustedHeader: who is more than a reader. */
    roles: z.strictObject({operator: names, admin: names}).prefault({})
  })
  .superRefine(({users, trustedHeader, proxies}, context) => {
    const issue = (path: string[], message: string) => context.addIssue({code: "custom", path, message});
    if ((users === undefined) === (trustedHeader === undefined))
      issue([], 'write one of users: "users.json" and trustedHeader: "X-Forwarded-User"');
    if (trustedHeader !== undefined && !proxies.length)
      issue(["proxies"], 'missing (write the addresses that may name users, as in ["127.0.0.1"])');
  });

/** Settings of the HTTP server. */
export const serverSchema = z
  .strictObject({
    host: z.string().default("localhost"),
    port: z.int().min(0).max(65535).default(3000),
    /** Path below which everything is served, as in /weir; empty for the root. */
    prefix: z
      .string()
      .regex(/^(\/[A-Za-z0-9][A-Za-z0-9._~-]*)*$/, "write a path without a slash at its end, as in /weir")
      .default(""),
    /** Proxies whose X-Forwarded-For and X-Forwarded-Proto are believed. */
    proxies: z.array(address).default([]),
    /** Requests that one address may make: so many at once, and so many a second after that. Null for any number. */
    rateLimit: z
      .strictObject({perSecond: z.number().positive().default(50), burst: z.number().min(1).default(1000)})
      .nullable()
      .prefault({}),
    /** Token that Prometheus sends as `Authorization: Bearer`, for installations with a login. */
    metricsToken: environment.nullable().default(null),
    login: loginSchema.nullable().default(null)
  })
  .prefault({});

export type LoginSettings = z.output<typeof loginSchema>;
export type ServerSettings = z.output<typeof serverSchema>;

function isAddress(text: string): boolean {
  const [network = "", bits, ...more] = text.split("/");
  const kind = isIP(network);
  if (!kind || more.length) return false;
  if (bits === undefined) return true;
  if (!/^\d{1,3}$/.test(bits)) return false;
  try {
    new BlockList().addSubnet(network, Number(bits), kind === 6 ? "ipv6" : "ipv4");
    return true;
  } catch {
    return false;
  }
}
