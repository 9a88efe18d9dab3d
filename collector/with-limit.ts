/**
 * Does work that has to end when a signal aborts, or in so many ms, with the reason of whichever was first. Nothing of it
 * stays with the signal: `AbortSignal.any` leaves some 60 bytes there for each call, and a source may live for years.
 */
export async function withLimit<T>(
  signal: AbortSignal,
  limitMs: number,
  work: (either: AbortSignal) => Promise<T>
): Promise<T> {
  const controller = new AbortController();
  const stop = () => controller.abort(signal.reason);
  const late = () => controller.abort(new DOMException("took too long", "TimeoutError"));
  const timer = setTimeout(late, Math.min(limitMs, 2 ** 31 - 1));
  signal.addEventListener("abort", stop);
  if (signal.aborted) stop();
  try {
    return await work(controller.signal);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", stop);
  }
}
