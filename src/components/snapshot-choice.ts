import {html} from "npm:htl";
import {formatDateTime} from "./format.js";
import {picker, segments} from "./segments.js";
import type {IndexedSnapshot} from "./snapshot-figures.js";
import {onceOnPage} from "./snapshot-on-page.js";

export interface SnapshotPair {
  a: IndexedSnapshot;
  b: IndexedSnapshot;
}

const day = 86_400_000;

/** What A may be, beside B. */
const before = [
  {value: "one", label: "The one before", span: 0},
  {value: "day", label: "A day before", span: day},
  {value: "week", label: "A week before", span: 7 * day}
] as const;

/** The snapshot at least `span` before `b` that is closest to that, at most twice as long before. */
function earlier(snapshots: readonly IndexedSnapshot[], b: IndexedSnapshot, span: number): IndexedSnapshot | undefined {
  const found = snapshots.find(({builtAt}) => builtAt < b.builtAt && builtAt <= b.builtAt - span);
  return found && (span === 0 || b.builtAt - found.builtAt <= 2 * span) ? found : undefined;
}

/** What an address chooses; the newest and the one before it by default. */
export function pairOf(snapshots: readonly IndexedSnapshot[], search: string): SnapshotPair {
  const asked = new URLSearchParams(search);
  const of = (name: string) => snapshots.find(({id}) => id === asked.get(name));
  const b = of("b") ?? snapshots[0]!;
  return {a: of("a") ?? earlier(snapshots, b, 0) ?? snapshots.at(-1)!, b};
}

/** The ids that an address asks for and that are not there. */
export const unknownIn = (snapshots: readonly IndexedSnapshot[], search: string): string[] =>
  ["a", "b"].flatMap((name) => {
    const id = new URLSearchParams(search).get(name);
    return id !== null && !snapshots.some((snapshot) => snapshot.id === id) ? [id] : [];
  });

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
