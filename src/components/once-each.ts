/** Remembers what is made for each key, so that it is made once; what fails is made again for the next who asks. */
export function onceEach<Value, Rest extends unknown[] = []>(
  make: (key: string, ...rest: Rest) => Promise<Value>
): (key: string, ...rest: Rest) => Promise<Value> {
  const known = new Map<string, Promise<Value>>();
  return (key, ...rest) => {
    const before = known.get(key);
    if (before) return before;
    const making = make(key, ...rest);
    known.set(key, making);
    making.catch(() => known.delete(key));
    return making;
  };
}
