import {playSpoolSequence} from "../../tests/support/spool-sequence.ts";

/** A process of its own that plays every `step`-th random life of a spool from seed `first` to `last`. */
const [first, last, step] = process.argv.slice(2).map(Number) as [number, number, number];

export interface Played {
  /** Lives played since the last message. */
  played: number;
  /** What was lost or doubled in them, one line each. */
  violations: string[];
}

const atOnce = 500 * step;
for (let from = first; from <= last; from += atOnce) {
  const message: Played = {played: 0, violations: []};
  for (let seed = from; seed < from + atOnce && seed <= last; seed += step) {
    await playSpoolSequence(seed).catch((error: Error) => message.violations.push(`seed ${seed}: ${error.message}`));
    message.played += 1;
  }
  process.send!(message);
}
process.disconnect();
