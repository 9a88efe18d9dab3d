/**
 * What people call a series: its label, with its id where another series has the same label.
 *
 * @param labelOf label of a series by its id
 * @param known ids of the series there are
 */
export function seriesNames(labelOf: (id: string) => string, known: Iterable<string>): (id: string) => string {
  const ids = new Map<string, Set<string>>();
  for (const id of known) {
    const label = labelOf(id);
    ids.set(label, (ids.get(label) ?? new Set()).add(id));
  }
  return (id) => {
    const label = labelOf(id);
    const isShared = [...(ids.get(label) ?? [])].some((other) => other !== id);
    return isShared && label !== id ? `${label} (${id})` : label;
  };
}
