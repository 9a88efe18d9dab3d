/** Address of the site's root, which may lie below a path of its host: an older snapshot's pages lie two folders further down. */
export function siteRoot(): string {
  const sheet = document.querySelector<HTMLLinkElement>('link[rel="stylesheet"][href*="_import/"]');
  return sheet?.href.replace(/(snapshots\/[^/]+\/)?_import\/.*$/, "") ?? new URL("./", location.href).href;
}
