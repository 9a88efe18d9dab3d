const names = ["range", "from", "to", "compare", "grain", "tz", "source"];

/** The filters that a reader chose, as they stand in a page's address: `range=7d, grain=day`, or `none chosen`. */
export function urlFilters(search: string): string {
  const chosen = [...new URLSearchParams(search)].filter(([name]) => names.includes(name));
  return chosen.map(([name, value]) => `${name}=${value}`).join(", ") || "none chosen";
}
