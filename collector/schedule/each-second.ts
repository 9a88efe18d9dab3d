/**
 * Calls back each second that truly passes, until the returned function is called. It looks at no wall clock: one that is
 * put back makes it wait for nothing, and one that leaps ahead, as when a machine wakes up, makes it call back once.
 */
export function eachSecond(work: () => void): () => void {
  const timer = setInterval(work, 1000);
  return () => clearInterval(timer);
}
