import {html} from "npm:htl";
import type {Fresh} from "./fresh.js";
import {type Kpi, kpi} from "./kpi.js";
import {siteRoot} from "./site-root.js";

/** What `GET /api/stats` answers: kbit/s and per cent. */
interface Stats {
  network_stats: {kbps_sent: number | null; kbps_recv: number | null};
  system_performance: {cpu_usage: number | null; memory_usage: number | null};
}

const measures: {label: string; unit: string; of: (stats: Stats) => number | null}[] = [
  {label: "CPU", unit: "%", of: (stats) => stats.system_performance.cpu_usage},
  {label: "Memory", unit: "%", of: (stats) => stats.system_performance.memory_usage},
  {label: "Network, sent", unit: "kbit/s", of: (stats) => stats.network_stats.kbps_sent},
  {label: "Network, received", unit: "kbit/s", of: (stats) => stats.network_stats.kbps_recv}
];

const kept = 40;

/** Parts of a tile that an answer changes. */
const changing = [".fresh-mark", ".tile-main", ".tile-foot"];

/** Answers that may be missed before a tile is not current. */
const missed = 3;

/** The machine as it is now, asked for every three seconds while the page is looked at. */
export function liveTiles(
  {url = `${siteRoot()}api/stats`, every = 3000}: {url?: string; every?: number} = {},
  {get = stats, now = Date.now} = {}
): HTMLElement {
  const histories: (number | null)[][] = measures.map(() => []);
  let answeredAt: number | null = null;
  const tiles = html`<div class="tiles"></div>`;
  const status = html`<p class="status" role="status"></p>`;
  const element = html`<div>${tiles}${status}</div>`;
  const fresh: Fresh = {
    limitMs: missed * every,
    get observedThrough() {
      return answeredAt;
    }
  };

  /** Tiles stay, and what is in them is replaced: who reads one by keyboard or by ear keeps the place. */
  const draw = (foot: string) => {
    const drawn = measures.map(({label, unit}, i) => {
      const trend = histories[i]!;
      const tile: Kpi = {
        label,
        unit,
        value: trend.at(-1) ?? null,
        foot,
        trend,
        trendLabel: `${label}, last two minutes`,
        fresh
      };
      return kpi(tile);
    });
    if (!tiles.childElementCount) return tiles.replaceChildren(...drawn);
    for (const [i, now] of drawn.entries()) {
      const tile = tiles.children[i]!;
      tile.className = now.className;
      for (const part of changing) tile.querySelector(part)!.replaceChildren(...now.querySelector(part)!.childNodes);
    }
  };

  async function ask() {
    if (!document.hidden) {
      try {
        const answer = await get(url);
        if (measures.some(({of}) => of(answer) !== null)) answeredAt = now();
        for (const [i, {of}] of measures.entries()) histories[i] = [...histories[i]!, of(answer)].slice(-kept);
        draw("live");
        status.textContent = "";
      } catch (error) {
        draw("not live");
        status.textContent = `No live values: ${(error as Error).message}. Asked again every ${every / 1000} s.`;
      }
    }
    if (element.isConnected || !started) setTimeout(() => void ask(), every);
    started = true;
  }

  let started = false;
  draw("waiting");
  void ask();
  return element;
}

async function stats(url: string): Promise<Stats> {
  const response = await fetch(url, {cache: "no-store"}).catch(() => {
    throw new Error("the server does not answer");
  });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(answer.error ?? `the server answers ${response.status}`);
  return answer;
}
