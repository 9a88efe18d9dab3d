import {day, hour, minute} from "./calendar.ts";
import {draw, drawModel, type LicenceChange, type LicenceState, licenceLife, newLicence} from "./licence-lives.ts";
import {bits, channel, uniform} from "./noise.ts";

/** A version of a licence: what a look at the licence server found at `time` (ms UTC). */
export interface LicenceVersion extends LicenceState {
  time: number;
  deleted: boolean;
}

const sold = 141;
const soldBefore = 40;
const year = 365 * day;

/** Licences sold before and during the year: 40 stand at its beginning, about 120 at the anchor. */
function lives(anchor: number): LicenceChange[][] {
  return Array.from({length: sold}, (_, n) => {
    const place = n < soldBefore ? 0 : (n - soldBefore + draw(n, 3)) / (sold - soldBefore);
    return licenceLife(n, anchor - year + Math.floor((year * place) / 1000) * 1000, anchor);
  });
}

/** Every version of every licence in the year before the anchor, in order of time. */
export function licenceVersions(anchor: number): LicenceVersion[] {
  const versions = lives(anchor).flatMap((life) =>
    life.map(({time, state}, i) => ({...(state ?? life[i - 1]!.state!), time, deleted: state === null}))
  );
  return versions.sort((a, b) => a.time - b.time);
}

/** One slot brings one change, so that whoever watches sees something. */
const slot = 4 * minute;
const longest = hour;
const choice = channel("licence-slots");

/**
 * The licences that stand at a time: a pure function of time, built once for an anchor. After the anchor trials come and
 * go, models are lent and bans are tried, none of them for more than an hour.
 */
export function licenceRegister(anchor: number): (time: number) => LicenceState[] {
  const histories = lives(anchor);
  const atAnchor = standing(histories, anchor);
  return (time) => {
    if (time < anchor) return standing(histories, time);
    const states = new Map(atAnchor.map((state) => [state.key, state]));
    const first = Math.ceil(Math.max(anchor, time - longest) / slot);
    for (let index = first; index * slot <= time; index++) change(states, atAnchor, index, time);
    return [...states.values()];
  };
}

function standing(histories: LicenceChange[][], time: number): LicenceState[] {
  return histories.flatMap((life) => life.findLast((change) => change.time <= time)?.state ?? []);
}

function change(states: Map<string, LicenceState>, atAnchor: LicenceState[], index: number, time: number): void {
  const lasts = minute * (10 + 45 * uniform(choice, index * 4));
  if (time - index * slot >= lasts) return;
  const kind = uniform(choice, index * 4 + 1);
  const trial = newLicence(1000 + (index % 1_000_000));
  const {key} = kind < 0.45 ? trial : atAnchor[bits(choice, index * 4 + 2) % atAnchor.length]!;
  const state = states.get(key) ?? trial;
  const extra = drawModel(uniform(choice, index * 4 + 3));
  if (kind < 0.45) states.set(key, trial);
  else if (kind < 0.85) states.set(key, {...state, models: [...new Set([...state.models, extra])]});
  else states.set(key, {...state, banned: !state.banned});
}
