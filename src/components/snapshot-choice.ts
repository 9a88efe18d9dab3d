import {html} from "npm:htl";
import {formatDateTime} from "./format.js";
import {picker, segments} from "./segments.js";
import type {IndexedSnapshot} from "./snapshot-figures.js";
import {onceOnPage} from "./snapshot-on-page.js";
import {earlier, pairOf, type SnapshotPair} from "./snapshot-pair.js";

const day = 86_400_000;

/** What A may be, beside B. */
const before = [
  {value: "one", label: "The one before", span: 0},
  {value: "day", label: "A day before", span: day},
  {value: "week", label: "A week before", span: 7 * day}
] as const;

/**
 * Two snapshots to choose, as an input whose `value` is the pair. The choice stands in the address, so that a link opens
 * the same comparison; each is an entry of the history.
 */
export function snapshotChoice(snapshots: readonly IndexedSnapshot[]): HTMLElement & {value: SnapshotPair} {
  const input = Object.assign(html`<div class="controls snapshot-choice"></div>`, {
    value: pairOf(snapshots, location.search)
  });
  const choices = snapshots.map(({id, builtAt, figures}, i) => ({
    value: id,
    label: `${formatDateTime(builtAt)}${i === 0 ? " (newest)" : figures === null ? " (no figures)" : ""}`
  }));
  const byId = (id: string) => snapshots.find((snapshot) => snapshot.id === id)!;

  function draw() {
    const {a, b} = input.value;
    const offered = before.flatMap(({value, label, span}) => {
      const snapshot = earlier(snapshots, b, span);
      return snapshot ? [{value, label, snapshot}] : [];
    });
    input.replaceChildren(
      picker({label: "A", choices, value: a.id}, (id) => choose({...input.value, a: byId(id)})),
      picker({label: "B", choices, value: b.id}, (id) => choose({...input.value, b: byId(id)})),
      segments<string>(
        {label: "A is", choices: offered, value: offered.find(({snapshot}) => snapshot.id === a.id)?.value ?? ""},
        (value) => choose({...input.value, a: offered.find((one) => one.value === value)!.snapshot})
      )
    );
  }

  function take(value: SnapshotPair) {
    const focused = [...input.querySelectorAll<HTMLElement>("select, button")].indexOf(
      document.activeElement as HTMLElement
    );
    input.value = value;
    draw();
    input.querySelectorAll<HTMLElement>("select, button")[focused]?.focus();
    input.dispatchEvent(new Event("input", {bubbles: true}));
  }

  function choose({a, b}: SnapshotPair) {
    const url = new URL(location.href);
    url.searchParams.set("a", a.id);
    url.searchParams.set("b", b.id);
    history.pushState(null, "", url);
    take({a, b});
  }

  draw();
  onceOnPage(input, "popstate", () => take(pairOf(snapshots, location.search)));
  return input;
}
