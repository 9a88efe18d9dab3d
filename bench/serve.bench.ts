import {join} from "node:path";
import {median} from "../loaders/math/quantile.ts";
import {freePort} from "../tests/support/free-port.ts";
import {startNginx} from "../tests/support/front-server.ts";
import {publishFiles, type SiteFiles} from "../tests/support/publish-files.ts";
import {seeded} from "../tests/support/random.ts";
import {temporaryFolder} from "../tests/support/temporary-folder.ts";
import type {Bench, Row} from "./bench.ts";
import {type LoadFigures, load} from "./support/load.ts";
import {serveProcess} from "./support/serve-process.ts";

const connections = 16;
/** Many short ones in turns: a machine that is busier for seconds then slows both alike. */
const rounds = 25;
const seconds = 1;
const warmUpSeconds = 0.2;

/** Files of the sizes that a page of the demo loads. */
function siteFiles(): SiteFiles {
  const random = seeded(7);
  const text = (bytes: number) => Array.from({length: bytes / 8}, () => random().toString(36).slice(2, 10)).join("");
  const files: SiteFiles = {"index.html": `<p>${text(24_000)}`};
  for (let i = 0; i < 12; i++) files[`_import/part-${i}.0000000${i.toString(16)}.js`] = text(2000 + 1500 * i);
  for (let i = 0; i < 6; i++) files[`_file/data-${i}.0000000${i}.json`] = text(8000 + 12_000 * i);
  return files;
}

/**
 * How fast the same files are served by one process of Weir and one worker of nginx, both with an access log, in turns:
 * the median of what each round says, since other rounds may find the machine busier.
 */
export const bench: Bench = {
  name: "serve",
  about: `static files over ${connections} connections, from weir serve and from nginx in turns`,
  async run({scope, say}) {
    const data = temporaryFolder(scope);
    const {id, files} = await publishFiles(siteFiles(), {data, now: Date.now()});
    const weir = await serveProcess(scope, data);
    const port = await freePort();
    const site = join(data, "snapshots", id, "site");
    const log = join(temporaryFolder(scope), "access.log");
    const server = `server { listen 127.0.0.1:${port}; access_log ${log}; root ${site}; etag on; gzip_static on; }`;
    await startNginx(scope, `types { text/html html; text/javascript js; application/json json; }\n${server}`, port);
    const paths = Object.keys(files).map((path) => `/${path}`);
    const rows: Row[] = [];
    for (const [what, headers] of [
      ["plain", ""],
      ["compressed", "Accept-Encoding: gzip\r\n"]
    ] as const) {
      const measured: Record<"weir" | "nginx", LoadFigures[]> = {weir: [], nginx: []};
      for (let round = 0; round < rounds; round++)
        for (const [name, at] of [
          ["weir", weir.port],
          ["nginx", port]
        ] as const) {
          await load({port: at, paths, headers, connections, seconds: warmUpSeconds});
          const figures = await load({port: at, paths, headers, connections, seconds});
          say(`${what}, ${name}: ${Math.round(figures.perSecond)}/s, p99 ${figures.p99Ms.toFixed(1)} ms`);
          measured[name].push(figures);
        }
      const times = (figure: keyof LoadFigures) =>
        median(measured.weir.map((own, round) => own[figure] / measured.nginx[round]![figure]));
      rows.push(
        {what: `${what}: requests a second against nginx`, value: times("perSecond"), unit: "x", bar: {atLeast: 0.5}},
        {what: `${what}: p99 against nginx`, value: times("p99Ms"), unit: "x", bar: {atMost: 3}},
        {
          what: `${what}: requests a second`,
          value: median(measured.weir.map(({perSecond}) => perSecond)),
          unit: "/s",
          rival: {name: "nginx", value: median(measured.nginx.map(({perSecond}) => perSecond))}
        },
        {
          what: `${what}: errors`,
          value: measured.weir.reduce((sum, {errors}) => sum + errors, 0),
          unit: "requests",
          bar: {atMost: 0}
        }
      );
    }
    return rows;
  }
};
