import type {S3Target} from "../../config/publish-settings.ts";
import {contentType} from "../../serve/content-type.ts";
import {isHashed} from "../../serve/find-in-site.ts";
import {hashFile} from "../hash-files.ts";
import {S3Bucket} from "./s3-bucket.ts";
import type {SiteFile} from "./site-files.ts";
import {syncRemote} from "./sync-remote.ts";
import type {Target} from "./target.ts";

/** A bucket that serves a static site. Pages are there under their addresses too, since a bucket looks for no `.html`. */
export function s3Target(
  {prefix, accessKeyId, secretAccessKey, ...settings}: Omit<S3Target, "kind" | "grace" | "timeout">,
  {env = process.env, pauseMs = 500} = {}
): Target {
  const credentials = {accessKeyId: secret(accessKeyId.env, env), secretAccessKey: secret(secretAccessKey.env, env)};
  return {
    variants: false,
    addresses: true,
    deliver(files, options) {
      const bucket = new S3Bucket({...settings, credentials, signal: options.signal}, pauseMs);
      const remote = {
        list: () => bucket.list(prefix),
        put: (file: SiteFile) => putFile(bucket, prefix, file),
        remove: (path: string) => bucket.remove(prefix + path)
      };
      return syncRemote(remote, files, options);
    }
  };
}

async function putFile(bucket: S3Bucket, prefix: string, {path, of, source, sha256}: SiteFile) {
  const content = {source, ...(await hashFile(source))};
  if (content.sha256 !== sha256) throw new Error(`damaged in the snapshot: ${path}`);
  const version = await bucket.put(prefix + path, content, {
    "content-type": contentType(of),
    "cache-control": isHashed(of) ? "public, max-age=31536000, immutable" : "no-cache"
  });
  const {bytes} = content;
  if ((await bucket.hash(prefix + path, {bytes})) !== sha256)
    throw new Error(`read back otherwise than written: ${path}`);
  return {bytes, version};
}

function secret(name: string, env: NodeJS.ProcessEnv): string {
  const value = env[name];
  if (!value) throw new Error(`environment variable is not set: ${name}`);
  return value;
}
