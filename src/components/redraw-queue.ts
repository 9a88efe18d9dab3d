/** Work that can wait until the reader pauses: one piece at a time, the latest of each owner. */
export interface RedrawQueue {
  put(owner: object, work: () => void): void;
  drop(owner: object): void;
}

/** Runs what was put in `quiet` ms after the last piece came, with a frame between any two. */
export function redrawQueue(
  {quiet = 150} = {},
  {
    wait = (run: () => void, ms: number): unknown => setTimeout(run, ms),
    cancel = (timer: unknown) => clearTimeout(timer as number)
  } = {}
): RedrawQueue {
  const waiting = new Map<object, () => void>();
  let timer: unknown;
  const runNext = () => {
    const next = waiting.entries().next();
    if (next.done) return;
    const [owner, work] = next.value;
    waiting.delete(owner);
    timer = wait(runNext, 16);
    work();
  };
  return {
    put(owner, work) {
      waiting.set(owner, work);
      cancel(timer);
      timer = wait(runNext, quiet);
    },
    drop: (owner) => void waiting.delete(owner)
  };
}
