import {pause, type SourceContext} from "../../source.ts";

/** Cursor of a source that samples: when it last did. */
export interface SampleCursor {
  time: number;
}

/** Waits for what is left of the interval since the last sample, so that a restart does not sample more often. */
export async function pollStart({cursor, now, signal}: SourceContext, every: number): Promise<void> {
  const elapsed = now() - ((cursor as SampleCursor | null)?.time ?? Number.NEGATIVE_INFINITY);
  // A clock that was set back gives a negative time elapsed.
  if (elapsed >= 0 && elapsed < every) await pause(every - elapsed, signal);
}
