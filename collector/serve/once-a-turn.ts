/** Asks once for all who ask in the same turn of the event loop. */
export function onceATurn<T>(ask: () => T): () => T {
  let known: {value: T} | null = null;
  const forget = () => {
    known = null;
  };
  return () => {
    if (!known) {
      known = {value: ask()};
      setImmediate(forget);
    }
    return known.value;
  };
}
