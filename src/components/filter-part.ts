/** Part of what a filter bar says, as a generator for a page's cell: again only when that part has changed. */
export async function* filterPart<Filters, Part>(
  bar: HTMLElement & {value: Filters},
  part: (filters: Filters) => Part
): AsyncGenerator<Part> {
  let said: string | undefined;
  let wake = () => {};
  const listen = () => wake();
  bar.addEventListener("input", listen);
  try {
    for (;;) {
      const value = part(bar.value);
      const changed = new Promise<void>((resolve) => (wake = resolve));
      if (JSON.stringify(value) !== said) {
        said = JSON.stringify(value);
        yield value;
      }
      await changed;
    }
  } finally {
    bar.removeEventListener("input", listen);
  }
}
