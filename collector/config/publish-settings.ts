import {z} from "zod";
import {duration} from "../duration.ts";

/** A secret: the name of the environment variable that holds it. */
const fromEnvironment = z.strictObject({
  env: z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "write the name of an environment variable, not the secret")
});

/** Options that every kind of target takes besides its own. */
const common = {
  /** How long files of older snapshots stay, for readers whose pages are open. */
  grace: duration.default(3_600_000),
  /** When to give up until the next publish. */
  timeout: duration.default(1_800_000)
};

const folder = z.strictObject({kind: z.literal("folder"), path: z.string().min(1), ...common});

const s3 = z.strictObject({
  kind: z.literal("s3"),
  endpoint: z.url({protocol: /^https?$/, error: "write an address like https://s3.eu-central-1.amazonaws.com"}),
  bucket: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, "write the name of a bucket"),
  /** What keys begin with, as in `site/`. */
  prefix: z
    .string()
    .regex(/^([^/]+\/)*$/, "end it with a slash and begin it without")
    .default(""),
  region: z.string().min(1).default("us-east-1"),
  accessKeyId: fromEnvironment,
  secretAccessKey: fromEnvironment,
  ...common
});

const word = z.string().regex(/^[^\s"'\\\p{Cc}]+$/u, "write it without spaces and quotes");

const rsync = z.strictObject({
  kind: z.literal("rsync"),
  to: z.string().regex(/^(?!-)[^\s:/]+:\/\S+$/, "write user@host:/folder"),
  ssh: z
    .strictObject({
      port: z.int().min(1).max(65535).default(22),
      identityFile: word.nullable().default(null),
      /** As in ssh_config: {StrictHostKeyChecking: "accept-new"}. */
      options: z.record(z.string().regex(/^[A-Za-z]+$/), word).default({})
    })
    .prefault({}),
  ...common
});

const targetName = z.string().regex(/^[a-z][a-z0-9-]*$/, "write a name of lower-case letters, digits and dashes");

/** Settings of `publish` about what happens to snapshots once they are made. */
export const publishSettings = {
  /** How many snapshots stay, and of these, for how long; never gone are the current one and the one before it. */
  keep: z.int().min(2).default(24),
  keepFor: duration.nullable().default(null),
  /** Where the current snapshot is put besides, by name. */
  targets: z.record(targetName, z.discriminatedUnion("kind", [folder, s3, rsync])).default({})
};

export type FolderTarget = z.output<typeof folder>;
export type S3Target = z.output<typeof s3>;
export type RsyncTarget = z.output<typeof rsync>;
export type TargetSettings = FolderTarget | S3Target | RsyncTarget;
