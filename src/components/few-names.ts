/** Names in a line that stays short: all of them, or the first and how many more there are. */
export function fewNames(names: readonly string[], most = 8): string {
  const shown = names.length > most + 1 ? most : names.length;
  const more = names.length - shown;
  return `${names.slice(0, shown).join(", ")}${more ? ` and ${more} more` : ""}`;
}
