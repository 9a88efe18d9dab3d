const slug = (words: string): string =>
  words
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .replace(/[^\p{L}\d]+/gu, "-")
    .replace(/^-|-$/g, "")
    .toLowerCase();

/** The page as files name it. */
export const pageName = (path = location.pathname): string =>
  slug(
    path
      .replace(/\/$/, "/index")
      .split("/")
      .at(-1)!
      .replace(/\.html$/, "")
  ).replace(/^index$/, "overview");

/** `weir-<page>-<chart>-<snapshot id>.<extension>`; long names are cut at a word. */
export function fileName(chart: string, snapshot: string, extension: string, path?: string): string {
  const name = slug(chart)
    .slice(0, 61)
    .replace(/-[^-]*$/, (cut) => (slug(chart).length > 60 ? "" : cut));
  return `weir-${pageName(path)}-${name || "table"}-${snapshot}.${extension}`;
}
