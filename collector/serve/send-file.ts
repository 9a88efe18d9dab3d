import {constants} from "node:fs";
import {type FileHandle, open} from "node:fs/promises";
import {join} from "node:path";
import type {FastifyReply, FastifyRequest} from "fastify";
import type {SnapshotFile} from "../snapshots.ts";
import {byteRange} from "./byte-range.ts";
import {type Coding, contentCoding} from "./content-coding.ts";
import {contentType} from "./content-type.ts";
import {contentKey, type FileCache} from "./file-cache.ts";
import {isHashed} from "./find-in-site.ts";
import {contentPolicy} from "./security-headers.ts";

export interface SiteFile {
  /** Folder of the snapshot's site. */
  site: string;
  path: string;
  file: SnapshotFile;
  /** Whether only the reader's own cache may keep it. */
  isPrivate?: boolean;
  /** Keeps small files in memory. */
  cache?: FileCache;
  /** Told the key in the cache of an answer that is the whole file, once its head is made. */
  keep?: (key: string) => void;
}

/**
 * Answers with a file of a snapshot: a range of it, its smallest variant that the client takes, or 304. A range is
 * always one of the plain file, for HEAD too, which is how DuckDB learns a file's size. Throws before anything is set
 * on the reply when the file cannot be opened.
 */
export async function sendFile(
  request: FastifyRequest,
  reply: FastifyReply,
  {site, path, file, isPrivate = false, cache, keep}: SiteFile
): Promise<FastifyReply> {
  const {headers} = request;
  const plainTag = tagOf(file);
  const applies = headers["if-range"] === undefined || headers["if-range"] === plainTag;
  const range = applies && reply.statusCode === 200 ? byteRange(headers.range, file.bytes) : undefined;
  const coding = range === undefined ? contentCoding(headers["accept-encoding"], file) : undefined;
  const tag = tagOf(file, coding);
  const unchanged = reply.statusCode === 200 && matches(headers["if-none-match"], tag);
  const {first, last} = range ?? {first: 0, last: (coding?.bytes ?? file.bytes) - 1};
  const hasBody = !unchanged && range !== null && request.method !== "HEAD" && last >= first;
  const whole = coding?.bytes ?? file.bytes;
  const key = contentKey(file, coding);
  let content = hasBody ? cache?.get(key) : undefined;
  const handle = hasBody && !content ? await openFile(join(site, path + (coding?.suffix ?? ""))) : undefined;
  if (handle && cache?.takes(whole)) content = await cache.read(key, handle, whole);
  else if (handle && request.raw.socket.destroyed) {
    await handle.close(); // nobody would, as nobody reads the answer
    return reply.hijack();
  }
  reply.headers({
    etag: tag,
    "accept-ranges": "bytes",
    "content-type": contentType(path),
    "cache-control": cacheControl(path, isPrivate),
    ...((file.br ?? file.gzip) !== undefined && {vary: "accept-encoding"}),
    ...(file.scripts && {"content-security-policy": contentPolicy(file.scripts)})
  });
  if (unchanged) return reply.code(304).send();
  if (range === null) return reply.code(416).header("content-range", `bytes */${file.bytes}`).send();
  if (range) reply.code(206).header("content-range", `bytes ${first}-${last}/${file.bytes}`);
  if (coding) reply.header("content-encoding", coding.name);
  reply.header("content-length", last - first + 1);
  if (content && reply.statusCode === 200) keep?.(key);
  return reply.send(content ? content.subarray(first, last + 1) : handle?.createReadStream({start: first, end: last}));
}

function cacheControl(path: string, isPrivate: boolean): string {
  if (isHashed(path)) return `${isPrivate ? "private" : "public"}, max-age=31536000, immutable`;
  return isPrivate ? "private, no-cache" : "no-cache";
}

/** Never follows a link at the end of the path. */
const openFile = (path: string): Promise<FileHandle> => open(path, constants.O_RDONLY | constants.O_NOFOLLOW);

const tagOf = ({sha256}: SnapshotFile, coding?: Coding): string =>
  `"${sha256.slice(0, 32)}${coding ? `-${coding.name}` : ""}"`;

function matches(header: string | undefined, tag: string): boolean {
  if (header === undefined) return false;
  return header.split(",").some((item) => ["*", tag].includes(item.trim().replace(/^W\//, "")));
}
