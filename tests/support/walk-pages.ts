import {setTimeout as sleep} from "node:timers/promises";
import {rollbackTo} from "../../collector/commands/snapshots.ts";
import {Snapshots} from "../../collector/snapshots.ts";
import {publishFiles, type SiteFiles} from "./publish-files.ts";

export interface WalkOptions {
  data: string;
  /** Address of the server. */
  url: string;
  /** How many readers walk at a time. */
  connections: number;
  /** How many publishes and rollbacks happen meanwhile, together. */
  switches: number;
  random: () => number;
}

export interface Walked {
  pages: number;
  requests: number;
  /** Pages whose snapshot was replaced while they were open. */
  acrossSwitch: number;
  /** Snapshots that retention removed meanwhile. */
  removed: number;
  /** What was not answered as it should, and what came from another snapshot than its page. */
  errors: string[];
  mixed: string[];
}

const pageNames = ["index", "sensors", "licences", "requests", "capacity", "snapshots"];
const shared = "_npm/library@1.0.0/0badcafe.js";

/** A page may be open for this many switches before the next one waits for it; fewer than are kept. */
const mostBehind = 6;
const keep = 12;

/** A whole site whose every file tells `n`, as Framework lays them out: pages, hashed files of their own, a library. */
function siteOf(n: number): SiteFiles {
  const hash = n.toString(16).padStart(8, "0");
  const files: SiteFiles = {[shared]: "export const shared = 1;\n".repeat(100)};
  for (const name of pageNames) {
    const own = [
      `_file/data/${name}.${hash}.json`,
      `_import/components/${name}.${hash}.js`,
      `_file/data/meta.${hash}.json`
    ];
    for (const path of own) files[path] = JSON.stringify({n, filler: "x".repeat(2000)});
    const links = [shared, ...own].map((path) => `<link href="./${path}">`).join("\n");
    files[`${name}.html`] =
      `<!doctype html><html><head><title>${n}</title>\n${links}</head><body>{"n":${n},</body></html>`;
  }
  return files;
}

/** Readers walk pages, a request at a time, while snapshots are published, rolled back and removed under them. */
export async function walkPages({data, url, connections, switches, random}: WalkOptions): Promise<Walked> {
  const walked: Walked = {pages: 0, requests: 0, acrossSwitch: 0, removed: 0, errors: [], mixed: []};
  const opened = new Set<{at: number}>();
  const snapshots = new Snapshots(data);
  // a clock of its own, faster than the grace of readers: old snapshots have to go while people read
  const start = Date.UTC(2026, 10, 21, 12);
  const publishNext = (n: number) => publishFiles(siteOf(n), {data, keep, now: start + n * 300_000, say: noteRemoved});
  const noteRemoved = (line: string) => {
    if (line.startsWith("removed snapshot ")) walked.removed++;
  };
  let switched = 0;

  await publishNext(0);
  const publishing = (async () => {
    while (switched < switches) {
      const [id] = snapshots
        .list()
        .slice(1 + Math.floor(random() * 4))
        .map(({id}) => id);
      if (id && random() < 0.3) await rollbackTo({root: data, data, publish: {targets: {}}}, id, {say: () => {}});
      else await publishNext(switched + 1);
      switched++;
      while ([...opened].some(({at}) => switched - at > mostBehind)) await sleep(1);
    }
  })();
  const walk = async () => {
    while (switched < switches) {
      const page = {at: switched};
      opened.add(page);
      await openPage(pageNames[Math.floor(random() * pageNames.length)]!).catch((error: Error) =>
        walked.errors.push(`${error.message}${error.cause ? ` (${error.cause})` : ""}`)
      );
      opened.delete(page);
      walked.pages++;
      if (switched !== page.at) walked.acrossSwitch++;
    }
  };

  async function openPage(name: string): Promise<void> {
    const html = await get(name === "index" ? "/" : `/${name}`);
    const id = /<meta name="weir-snapshot" content="([^"]+)">/.exec(html)?.[1];
    const n = /"n":(\d+),/.exec(html)?.[1];
    if (id === undefined || n === undefined) throw new Error(`a page without its snapshot: ${name}`);
    const paths = [...html.matchAll(/href="\.(\/[^"]+)"/g)].map(([, path]) => path!);
    for (const path of [...paths, `/_snapshots/${id}.json`].sort(() => random() - 0.5)) {
      await sleep(random() * 30);
      const text = await get(path);
      const tells = path.startsWith("/_snapshots/")
        ? `{"own":"${id}",`
        : path.slice(1) === shared
          ? "export"
          : `{"n":${n},`;
      if (!text.startsWith(tells)) walked.mixed.push(`${path} of ${id}: ${text.slice(0, 60)}`);
    }
  }

  async function get(path: string): Promise<string> {
    walked.requests++;
    const response = await fetch(url + path);
    const text = await response.text();
    if (response.status !== 200) throw new Error(`status ${response.status}: ${path}`);
    return text;
  }

  await Promise.all([publishing, ...Array.from({length: connections}, walk)]);
  return walked;
}
