import {html} from "npm:htl";
import {formatNumber} from "./format.js";
import {act, readSession, type Session} from "./session.js";
import {siteRoot} from "./site-root.js";
import {stageBadge} from "./stage-badge.js";
import {type Stage, stages} from "./stages.js";
import {ago, when} from "./when.js";

/** As `GET /api/alerts` tells it; times are ISO texts. */
interface OpenAlert {
  id: string;
  series: string;
  /** What the series is called, with its id where others are called the same. */
  label: string;
  source: string;
  stage: Stage;
  reason: string;
  since: string;
  acknowledged: {by: string; at: string} | null;
}

/** Listed at once; a storm has more. */
const most = 20;

/**
 * What is out of the usual now, asked for while the page is looked at, with a button to acknowledge each for those who
 * may. Nothing where nobody watches: on a host of plain files, or beside a server without a collector.
 */
export function alertList(
  {every = 15_000} = {},
  {session = readSession, get = openAlerts, send = act} = {}
): HTMLElement {
  const list = html`<ul class="alerts"></ul>`;
  const status = html`<p class="status" role="status" tabindex="-1"></p>`;
  const element = html`<section class="alert-section" aria-labelledby="alerts" hidden>
    <h2 id="alerts">Alerts</h2>${list}${status}</section>`;
  let reader: Session | null = null;
  let drawn = "";

  function draw(alerts: OpenAlert[]) {
    const state = JSON.stringify(alerts);
    if (state === drawn) return;
    drawn = state;
    const focused = (document.activeElement as HTMLElement | null)?.dataset.alert;
    list.replaceChildren(
      ...(alerts.length ? alerts.slice(0, most).map(item) : [html`<li>Nothing is out of the usual now.`])
    );
    if (alerts.length > most)
      list.append(html`<li>And ${formatNumber(alerts.length - most)} more: npx weir alerts lists them.`);
    if (focused) list.querySelector<HTMLElement>(`[data-alert="${focused}"]`)?.focus();
  }

  const item = (alert: OpenAlert): HTMLElement => {
    const since = Date.parse(alert.since);
    return html`<li>
      <div class="alert-head">${stageBadge(alert.stage)}<strong>${alert.label}</strong><span>since ${when(since)}, ${ago(since)}</span></div>
      <p>${alert.reason}</p>
      ${
        alert.acknowledged
          ? html`<p class="alert-known">acknowledged by ${alert.acknowledged.by}, ${when(Date.parse(alert.acknowledged.at))}</p>`
          : reader?.may.includes("acknowledge")
            ? button(alert, reader)
            : null
      }
    </li>`;
  };

  function button(alert: OpenAlert, reader: Session): HTMLElement {
    const one = html`<button type="button" class="action" data-alert=${alert.id}
      aria-label=${`Acknowledge ${stages[alert.stage].name} of ${alert.label}`}>Acknowledge</button>` as HTMLButtonElement;
    one.addEventListener("click", async () => {
      one.disabled = true;
      status.textContent = "";
      try {
        await send(`alerts/${alert.id}/ack`, reader);
        await ask().catch(() => {}); // done it is; the next look shows it
        status.textContent = `Acknowledged: ${alert.label}. It is not sent again unless it grows worse.`;
        (list.querySelector<HTMLElement>("button") ?? status).focus();
      } catch (error) {
        one.disabled = false;
        one.focus();
        status.textContent = `Not acknowledged: ${alert.label}. ${(error as Error).message}`;
      }
    });
    return one;
  }

  async function ask() {
    const alerts = await get();
    element.hidden = alerts === null;
    if (alerts) draw(alerts);
  }

  async function watch() {
    if (!document.hidden)
      await ask().then(
        () => {
          if (status.dataset.lost) status.textContent = status.dataset.lost = "";
        },
        (error: Error) => {
          status.textContent =
            status.dataset.lost = `No news of alerts: ${error.message}. Asked again every ${every / 1000} s.`;
        }
      );
    if (element.isConnected) setTimeout(() => void watch(), every);
  }

  void session().then((found) => {
    reader = found;
    if (found) void watch();
  });
  return element;
}

/** Null where nobody watches. */
async function openAlerts(url = `${siteRoot()}api/alerts`): Promise<OpenAlert[] | null> {
  const response = await fetch(url, {cache: "no-store"}).catch(() => {
    throw new Error("the server does not answer");
  });
  if (response.status === 401) throw new Error("you are no longer logged in (log in again)");
  if (!response.ok) throw new Error(`the server answers ${response.status}`);
  return ((await response.json()) as {alerts: OpenAlert[] | null}).alerts;
}
