import assert from "node:assert/strict";
import {execFile} from "node:child_process";
import {createHash} from "node:crypto";
import {once} from "node:events";
import {truncateSync, writeFileSync} from "node:fs";
import {createServer, type IncomingHttpHeaders, type IncomingMessage, type Server} from "node:http";
import type {AddressInfo} from "node:net";
import {join} from "node:path";
import {Readable} from "node:stream";
import {test} from "node:test";
import {promisify} from "node:util";
import type {S3Target} from "../../../../collector/config/publish-settings.ts";
import {S3Bucket} from "../../../../collector/publish/targets/s3-bucket.ts";
import {type AfterTest, afterTest} from "../../../support/after-test.ts";
import {findS3Server, type S3Server, startS3Server} from "../../../support/s3-server.ts";
import {temporaryFolder} from "../../../support/temporary-folder.ts";
import {deliverAgain, minute, noon, publishTo, site, times} from "./target-rig.ts";

const large = 300 * 2 ** 20;
const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

const skip = findS3Server() ? false : "no S3 server found (run npm ci: s3rver is one of its packages)";

const bucketOf = ({endpoint, bucket, accessKeyId, secretAccessKey}: S3Server): S3Bucket =>
  new S3Bucket({
    endpoint,
    bucket,
    region: "us-east-1",
    credentials: {accessKeyId, secretAccessKey},
    signal: new AbortController().signal
  });

function targetOf(
  {endpoint, bucket, accessKeyId, secretAccessKey}: S3Server,
  settings: Partial<S3Target> = {}
): S3Target {
  process.env.WEIR_TEST_KEY_ID = accessKeyId;
  process.env.WEIR_TEST_KEY = secretAccessKey;
  const keys = {accessKeyId: {env: "WEIR_TEST_KEY_ID"}, secretAccessKey: {env: "WEIR_TEST_KEY"}};
  return {kind: "s3", endpoint, bucket, prefix: "site/", region: "us-east-1", ...keys, ...times, ...settings};
}

test("a bucket gets the site, pages under their addresses too, then what changed alone, without what is past", {
  skip
}, async (t) => {
  const server = await startS3Server(t);
  const bucket = bucketOf(server);
  const data = temporaryFolder(t);
  const source = join(data, "of-somebody-else.txt");
  writeFileSync(source, "stays");
  await bucket.put("site/of-somebody-else.txt", {source, bytes: 5, sha256: sha256("stays")});
  const target = targetOf(server, {grace: 30 * minute});
  const {attempt} = await publishTo(target, data, 1, {at: noon});
  assert.equal(attempt.message, "");
  const keys = [...(await bucket.list("site/")).keys()].sort();
  const expected = [...Object.keys(site(1)), "snapshot.json", "licences", "of-somebody-else.txt"];
  assert.deepEqual(keys, expected.sort());
  assert.equal(await bucket.hash("site/_file/data/odd name+ä&'(1).0badcafe.csv"), sha256("a,b\n1,2\n"));
  assert.equal(await bucket.hash("site/licences"), await bucket.hash("site/licences.html"));

  const second = await publishTo(target, data, 2, {at: noon + 10 * minute});
  assert.deepEqual([second.attempt.message, second.attempt.uploaded], ["", 6]); // 3 pages, an address, rows, snapshot.json
  const old = "_file/data/rows.00000001.json";
  assert.ok((await bucket.list("site/")).has(old));
  const last = await deliverAgain(target, data, noon + 40 * minute);
  assert.deepEqual([last.message, last.uploaded, last.removed], ["", 0, 1]);
  const left = await bucket.list("site/");
  assert.ok(!left.has(old) && left.has("of-somebody-else.txt"));
});

test("a bucket's objects carry their type and how long to keep them, and a moment's failure is asked again", {
  skip
}, async (t) => {
  const server = await startS3Server(t);
  const sent = new Map<string, IncomingHttpHeaders>();
  let failures = 3;
  const endpoint = await forwardTo(t, server.endpoint, ({method, url, headers}) => {
    if (method === "PUT") sent.set(url!, headers);
    return method === "PUT" && failures-- > 0 ? 503 : undefined;
  });
  const data = temporaryFolder(t);
  const {attempt} = await publishTo(targetOf({...server, endpoint}), data, 1);
  assert.equal(attempt.message, "");
  const kept = (path: string) => {
    const headers = sent.get(`/weir-site/site/${path}`)!;
    return [headers["content-type"], headers["cache-control"]];
  };
  assert.deepEqual(kept("licences"), ["text/html; charset=utf-8", "no-cache"]);
  assert.equal(kept("_file/data/rows.00000001.json")[1], "public, max-age=31536000, immutable");
  const paths = [...sent.keys()].map((path) => path.slice("/weir-site/site/".length));
  const firstPage = paths.findIndex((path) => /^(index|licences|guide)/.test(path));
  assert.ok(
    paths.slice(firstPage).every((path) => /^(index|licences|guide)/.test(path)),
    "pages come last"
  );
});

test("a bucket that changes what it is given is found out, and one that refuses is quoted", {skip}, async (t) => {
  const server = await startS3Server(t);
  const endpoint = await forwardTo(t, server.endpoint, () => undefined, {
    tamper: (body) => Buffer.concat([body, Buffer.from("x")])
  });
  const data = temporaryFolder(t);
  const changed = await publishTo(targetOf({...server, endpoint}), data, 1);
  assert.match(changed.attempt.message, /^read back otherwise than written: /);
  const stranger = await deliverAgain(targetOf({...server, accessKeyId: "WHO"}), data, noon);
  assert.match(stranger.message, /^status 403: GET \/weir-site \(InvalidAccessKeyId: /);
});

test("a bucket whose keys are not in the environment fails with the variable's name", async (t) => {
  const keys = {accessKeyId: {env: "WEIR_TEST_NO_SUCH"}, secretAccessKey: {env: "WEIR_TEST_NO_SUCH"}};
  const target: S3Target = {
    kind: "s3",
    endpoint: "http://127.0.0.1:9",
    bucket: "b",
    prefix: "",
    region: "r",
    ...keys,
    ...times
  };
  const {attempt} = await publishTo(target, temporaryFolder(t), 1);
  assert.equal(attempt.message, "environment variable is not set: WEIR_TEST_NO_SUCH");
});

test("a bucket gets a file of some hundred MB as it is read, with its length and its hash", async (t) => {
  const received: Record<string, unknown>[] = [];
  let stored = "";
  const server = createServer(async (request, response) => {
    const {"content-length": length, "transfer-encoding": coding, "x-amz-content-sha256": signed} = request.headers;
    if (request.method === "GET" && request.url!.includes("list-type")) return void response.end("<ListBucketResult/>");
    if (request.method === "GET") return void Readable.from(zeros(large)).pipe(response);
    const hash = createHash("sha256");
    for await (const chunk of request) hash.update(chunk);
    stored = hash.digest("hex");
    received.push({length, coding, isSigned: signed === stored});
    response.writeHead(200, {etag: '"1"'}).end();
  });
  const endpoint = await listen(t, server);
  const source = join(temporaryFolder(t), "large.parquet");
  writeFileSync(source, "");
  truncateSync(source, large);
  const script = join(import.meta.dirname, "put-large.ts");
  const {stdout} = await promisify(execFile)(process.execPath, ["--import", "tsx", script, endpoint, source]);
  const {before, after} = JSON.parse(stdout) as {before: number; after: number};
  assert.deepEqual(received, [{length: String(large), coding: undefined, isSigned: true}]);
  assert.ok(after - before < large / 4, `${(after - before) / 1e6} MB more in memory for a file of ${large / 1e6} MB`);
});

/** A server that hands requests on, unless it is told to answer with a status, and may change what is stored. */
async function forwardTo(
  t: AfterTest,
  endpoint: string,
  decide: (request: IncomingMessage) => number | undefined,
  {tamper = (body: Buffer): Buffer => body} = {}
): Promise<string> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const status = decide(request);
    if (status !== undefined) return void response.writeHead(status).end();
    const {host: _, connection: __, "content-length": ___, ...headers} = request.headers;
    const body = Buffer.concat(chunks);
    const answer = await fetch(endpoint + request.url, {
      method: request.method!,
      headers: {...(headers as Record<string, string>), "x-amz-content-sha256": "UNSIGNED-PAYLOAD"},
      ...(request.method === "PUT" && {body: new Uint8Array(tamper(body))})
    });
    const {etag, "content-type": type} = Object.fromEntries(answer.headers);
    response.writeHead(answer.status, {...(etag && {etag}), ...(type && {"content-type": type})});
    response.end(Buffer.from(await answer.arrayBuffer()));
  });
  return listen(t, server);
}

async function listen(t: AfterTest, server: Server): Promise<string> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  afterTest(t, () => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function* zeros(bytes: number): Generator<Buffer> {
  for (let left = bytes; left > 0; left -= 65_536) yield Buffer.alloc(Math.min(left, 65_536));
}
