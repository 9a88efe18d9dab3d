import {listed} from "../phrases.ts";
import type {Area} from "./area.ts";

/** What needs a look, or that nothing does. */
export function overviewSentence(areas: readonly Pick<Area, "title" | "status">[]): string {
  const titles = (status: Area["status"]) =>
    areas.filter((area) => area.status === status).map(({title}) => title.toLowerCase());
  const [alert, attention, ok, none] = [titles("alert"), titles("attention"), titles("ok"), titles("none")];
  if (none.length === areas.length) return "No data yet: the site fills as the collector writes.";
  const parts = [
    alert.length ? `action needed in ${listed(alert, 5)}` : "",
    attention.length ? `worth a look: ${listed(attention, 5)}` : "",
    ok.length ? `all well in ${listed(ok, 5)}` : "",
    none.length ? `no data yet in ${listed(none, 5)}` : ""
  ];
  const sentence = parts.filter((part) => part !== "").join("; ");
  return `${sentence[0]!.toUpperCase()}${sentence.slice(1)}.`;
}
