import {test} from "node:test";
import {playSpoolSequence} from "../support/spool-sequence.ts";

const sequences = Number(process.env.WEIR_SEQUENCES ?? 1500);

test(`Spool keeps every promise in ${sequences} random lives on a disk that tears, reorders, forgets and fails`, async () => {
  for (let seed = 1; seed <= sequences; seed++)
    await playSpoolSequence(seed).catch((cause) => {
      throw new Error(`seed ${seed}: ${cause.message}`, {cause});
    });
});
