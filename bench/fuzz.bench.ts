import {readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {publishFiles} from "../tests/support/publish-files.ts";
import {temporaryFolder} from "../tests/support/temporary-folder.ts";
import type {Bench} from "./bench.ts";
import {fuzz} from "./support/fuzz.ts";
import {serveProcess} from "./support/serve-process.ts";

const requests = Number(process.env.WEIR_FUZZ_REQUESTS ?? 1_000_000);

/** Odd paths, ranges, headers and bodies over raw sockets, WEIR_FUZZ_REQUESTS of them, a million unless told. */
export const bench: Bench = {
  name: "fuzz",
  about: `${requests} odd requests over raw sockets to weir serve`,
  async run({scope, say}) {
    const data = temporaryFolder(scope);
    const secret = "SECRET-OUTSIDE-THE-SITE";
    writeFileSync(join(data, "secret.key"), secret);
    const files = {"index.html": "home ".repeat(500), "guide/index.html": "guide", "_file/d.12345678.json": "[1,2,3]"};
    const {id} = await publishFiles(files, {data, now: Date.now()});
    const {port, child, said} = await serveProcess(scope, data);
    const {sha256} = JSON.parse(readFileSync(join(data, "snapshots", id, "manifest.json"), "utf8")).files["index.html"];
    const residentMb = () =>
      Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${child.pid}/status`, "utf8"))?.[1]) / 1024;
    const secrets = [secret, sha256, "root:x:0"]; // of the key's file, of the manifest, of /etc/passwd
    const options = {port, id, paths: Object.keys(files), secrets};
    const warm = await fuzz({...options, requests: requests / 5, seed: 1});
    const before = residentMb();
    say(`${before.toFixed(0)} MB after ${warm.sent} requests`);
    const rest = await fuzz({
      ...options,
      requests: requests - warm.sent,
      seed: 2,
      progress: (sent) => say(`${sent} more, ${residentMb().toFixed(0)} MB`)
    });
    say(`answers by status: ${JSON.stringify(rest.statuses)}`);
    const isUp = child.exitCode === null && (await fetch(`http://127.0.0.1:${port}/healthz`)).ok;
    const failed = said().match(/request failed/g)?.length ?? 0;
    const broken = ["500", "502"].map((status) => (warm.statuses[status] ?? 0) + (rest.statuses[status] ?? 0));
    return [
      {what: "requests", value: warm.sent + rest.sent, unit: "requests", bar: {atLeast: requests}},
      {what: "crashes", value: (isUp ? 0 : 1) + warm.refused + rest.refused, unit: "", bar: {atMost: 0}},
      {what: "answers with what lies outside", value: warm.leaks + rest.leaks, unit: "", bar: {atMost: 0}},
      {what: "internal errors", value: broken[0]! + broken[1]! + failed, unit: "", bar: {atMost: 0}},
      {what: "memory at the end against after a fifth", value: residentMb() / before, unit: "x", bar: {atMost: 1.25}}
    ];
  }
};
