/**
 * Asks once for everybody who asks within `forMs`: a costly answer must not be computed for each reader. By a clock that
 * nobody sets.
 */
export function sharedAnswer<T>(
  answer: () => Promise<T>,
  forMs: number,
  {now = () => performance.now()} = {}
): () => Promise<T> {
  let latest: {at: number; value: Promise<T>} | null = null;
  return () => {
    if (!latest || now() - latest.at >= forMs) {
      const value = answer();
      latest = {at: now(), value};
      value.catch(() => {
        latest = null; // the next one who asks tries again
      });
    }
    return latest.value;
  };
}
