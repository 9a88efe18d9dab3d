import {type Channel, channels} from "./channels.ts";
import {Likelihood} from "./likelihood.ts";
import {NearestMemory} from "./nearest-memory.ts";
import {RankHistory} from "./rank-history.ts";
import {RecentRows} from "./recent-rows.ts";

/** Mean of the likelihoods, in standard deviations, at which a row is an alarm. */
export const alarmLevel = 1.5;
/** Rows for which a spike stays in view. */
const longestView = 121;

/** One moment of a series, judged by what came before it. */
export interface Moment {
  time: number;
  value: number;
  /** How novel it is: the mean of the likelihoods of all channels, at least 0. */
  level: number;
  /** Share of the moments before with a lower level, in [0, 1). */
  rarity: number;
  /** Whether it is unusual enough to be told; the moments that follow are not for a while. */
  alarm: boolean;
  /** Below 0.5 where there is no alarm, 0.5 to 1 where there is one, rising with the level. */
  score: number;
  /** What is most unusual about it: the channel, how far it is from the past, and how far is usual. */
  channel: Channel["name"];
  distance: number;
  usual: number;
}

interface Judge {
  channel: Channel;
  memory: NearestMemory;
  vector: Float64Array;
  likelihoods: Likelihood[];
}

/**
 * Novelty of a series against its own past, walking forward: distances to the nearest earlier moments, seen through
 * several channels, each as a likelihood against all earlier distances; their mean is the level.
 *
 * @param interval usual time between two values, ms; NaN where it is not known
 */
export class NoveltyScore {
  readonly #rows = new RecentRows();
  readonly #ranks = new RankHistory();
  readonly #judges: Judge[] = channels.map((channel) => ({
    channel,
    memory: new NearestMemory(channel.dimensions, channel.memory),
    vector: new Float64Array(channel.dimensions),
    likelihoods: channel.windows.map((window) => new Likelihood(window))
  }));
  readonly #parts = channels.reduce((sum, {windows}) => sum + windows.length, 0);
  readonly #longestQuiet: number;
  #quietUntil = 0;

  constructor(interval: number) {
    this.#longestQuiet = interval > 0 ? Math.max(longestView, 86_400_000 / interval) : Number.POSITIVE_INFINITY;
  }

  /** Judges the next value, which has to be finite; times ascend. */
  push(time: number, value: number): Moment {
    const rows = this.#rows;
    rows.push(value);
    let sum = 0;
    let highest = -1;
    let leading = {channel: channels[0]!.name, distance: 0, usual: 0};
    for (const {channel, memory, vector, likelihoods} of this.#judges) {
      if (channel.needsSpread && !(rows.spread > 0)) continue;
      channel.look(rows, time, vector);
      const novelty = memory.push(vector);
      if (Number.isNaN(novelty)) continue;
      for (const likelihood of likelihoods) {
        const usual = likelihood.usual;
        const z = likelihood.push(novelty, rows.count > channel.least);
        sum += z;
        if (z <= highest) continue;
        highest = z;
        leading = {channel: channel.name, distance: likelihood.present, usual};
      }
    }
    const level = sum / this.#parts;
    const alarm = level >= alarmLevel && rows.count >= this.#quietUntil;
    // The longer the past, the rarer alarms have to be.
    if (alarm) this.#quietUntil = rows.count + Math.max(30, Math.min(0.04 * rows.count, this.#longestQuiet));
    const score = (alarm ? 0.5 : 0) + (0.5 * level) / (level + 2 * alarmLevel);
    return {time, value, level, rarity: this.#ranks.push(level), alarm, score, ...leading};
  }
}
