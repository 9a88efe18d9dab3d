/** Work on the latest of what comes in. */
export interface LatestOnly<Wanted> {
  /** Starts with it at once, or when the piece under way is done; what came before and has not begun is left out. */
  put(wanted: Wanted): void;
  /** Forgets what has not begun. */
  drop(): void;
}

/** Works on one piece at a time, as fast as pieces are done. What fails is told, and the next piece is taken on. */
export function latestOnly<Wanted>(
  work: (wanted: Wanted) => Promise<void>,
  failed: (error: unknown) => void
): LatestOnly<Wanted> {
  let next: {wanted: Wanted} | null = null;
  let busy = false;
  async function run(): Promise<void> {
    busy = true;
    while (next) {
      const {wanted}: {wanted: Wanted} = next;
      next = null;
      await work(wanted).catch(failed);
    }
    busy = false;
  }
  return {
    put(wanted) {
      next = {wanted};
      if (!busy) void run();
    },
    drop() {
      next = null;
    }
  };
}
