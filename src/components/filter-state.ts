import {type Chosen, type ChosenChange, definedOf, parseFilters, printFilters} from "./filter-query.js";
import {readerZone, setTimeZone} from "./zone.js";

type Listener = () => void;

const listeners = new Set<Listener>();
let search = "";
let read = readAddress();
let brushed = 0;

function readAddress(): ReturnType<typeof parseFilters> {
  search = globalThis.location?.search ?? "";
  const parsed = parseFilters(search);
  setTimeZone(parsed.chosen.timeZone ?? readerZone());
  return parsed;
}

/** What the address of the page asks for, and what of it could not be understood. */
export const chosenFilters = (): {chosen: Chosen; problems: string[]} => read;

/** Hears of every change, by the bar, a brush or the back button. */
export function onFilterChange(listener: Listener): void {
  listeners.add(listener);
}

/** Changes part of the choice and enters it in the history. */
export function chooseFilters(change: ChosenChange, {replace = false}: {replace?: boolean} = {}): void {
  go(printFilters(definedOf({...read.chosen, ...change}), location.search), replace);
}

/** Sets a parameter of the page's own, one that does not go along to other pages; null takes it out. */
export function chooseParameter(name: string, value: string | null): void {
  const query = new URLSearchParams(location.search);
  if (value === null) query.delete(name);
  else query.set(name, value);
  go(printFilters(read.chosen, query.toString()), false);
}

function go(query: string, replace: boolean): void {
  if (query === location.search.slice(1)) return;
  const address = `${location.pathname}${query && `?${query}`}${location.hash}`;
  if (replace) history.replaceState(history.state, "", address);
  else history.pushState(null, "", address);
  follow();
}

/** Takes back every choice. */
export const resetFilters = (): void =>
  chooseFilters({
    range: undefined,
    span: undefined,
    compare: undefined,
    grain: undefined,
    timeZone: undefined,
    sources: undefined
  });

/** Shows [from, to), UTC ms, in whole minutes. What follows within a second is one gesture, and one entry of the history. */
export function setRange(from: number, to: number, {now = Date.now} = {}): void {
  const [start, end] = [Math.floor(Math.min(from, to) / 60_000), Math.ceil(Math.max(from, to) / 60_000)];
  const replace = now() - brushed < 1000;
  chooseFilters({range: undefined, span: {from: start * 60_000, to: Math.max(end, start + 1) * 60_000}}, {replace});
  brushed = now();
}

/** Gives the range back to the page. */
export function resetRange(): void {
  brushed = 0;
  if (read.chosen.span || read.chosen.range) chooseFilters({range: undefined, span: undefined});
}

function follow(): void {
  // a link within the page is an entry of the history too
  if (location.search === search) return;
  read = readAddress();
  for (const listener of [...listeners]) listener();
}

globalThis.addEventListener?.("popstate", () => {
  // a drag soon after the back button is a gesture of its own
  brushed = 0;
  follow();
});
