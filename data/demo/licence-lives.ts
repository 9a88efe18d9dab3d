import {day} from "./calendar.ts";
import {bits, channel, uniform, weighted} from "./noise.ts";

const kinds = ["bridge", "crane", "lantern", "pier", "tower", "villa"];
const places = ["alpine", "coastal", "desert", "forest", "harbour", "urban"];

/** The models that can be licensed, most wanted first. */
export const models = places.flatMap((place) => kinds.map((kind) => `${place}-${kind}`));

/** Models that are built but not yet licensed to anybody: the last ones. */
export const unreleased = 6;

/** A licence as it stands. */
export interface LicenceState {
  key: string;
  hwid: string;
  server: string;
  models: string[];
  banned: boolean;
  discordId: string;
}

/** What becomes of a licence, in order of time; null for its end. */
export interface LicenceChange {
  time: number;
  state: LicenceState | null;
}

const draws = channel("licences");
const letters = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
const released = models.slice(0, models.length - unreleased);
const popularity = released.map((_, i) => 1 / (i + 2));

/** The `place`-th draw of licence `n`, uniform in [0, 1). */
export const draw = (n: number, place: number): number => uniform(draws, n * 64 + place);

/** One of the released models, popular ones more often. */
export const drawModel = (u: number): string => weighted(released, popularity, u);

/** Licence number `n` as it was sold. A customer may hold several. */
export function newLicence(n: number): LicenceState {
  const customer = draw(n, 0) < 0.75 ? n : Math.floor(draw(n, 1) * n);
  const group = (g: number) =>
    Array.from({length: 5}, (_, i) => letters[bits(draws, (n * 4 + g) * 8 + i) & 31]).join("");
  const count = 1 + Math.floor(5 * draw(n, 2) ** 1.6);
  return {
    key: [0, 1, 2, 3].map(group).join("-"),
    hwid: [1, 2]
      .map((half) =>
        bits(channel("hwid"), n * 2 + half)
          .toString(16)
          .padStart(8, "0")
      )
      .join(""),
    server: `server-${String(n + 1).padStart(3, "0")}`,
    models: [...new Set(Array.from({length: count}, (_, i) => drawModel(draw(n, 8 + i))))],
    banned: false,
    discordId: `${280_000_000 + (bits(channel("customer"), customer) % 600_000_000)}${100_000_000 + customer * 7919}`
  };
}

/** The whole life of licence `n`, sold at `start` (ms UTC) and seen until `end`: more models, a ban, its end. */
export function licenceLife(n: number, start: number, end: number): LicenceChange[] {
  const events: {time: number; change: (state: LicenceState) => LicenceState | null}[] = [];
  const within = (place: number) => start + Math.floor(((end - start) * draw(n, place)) / 1000) * 1000;
  if (draw(n, 20) < 0.4) {
    const extra = drawModel(draw(n, 21));
    events.push({time: within(22), change: (s) => ({...s, models: [...new Set([...s.models, extra])]})});
  }
  if (draw(n, 23) < 0.1) {
    const time = within(24);
    events.push({time, change: (s) => ({...s, banned: true})});
    if (draw(n, 25) < 0.5)
      events.push({time: time + Math.ceil(14 * draw(n, 26)) * day, change: (s) => ({...s, banned: false})});
  }
  if (draw(n, 27) < 0.13) events.push({time: within(28), change: () => null});
  let state: LicenceState | null = newLicence(n);
  const life: LicenceChange[] = [{time: start, state}];
  for (const {time, change} of events.sort((a, b) => a.time - b.time)) {
    if (state === null || time <= start || time >= end) continue;
    state = change(state);
    life.push({time, state});
  }
  return life;
}
