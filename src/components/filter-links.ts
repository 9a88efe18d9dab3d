import {filterNames, parseFilters, printFilters} from "./filter-query.js";

const written = new WeakMap<HTMLAnchorElement, string>();

/**
 * Lets links to other pages of the site carry what the reader chose. A link is written anew when the pointer or the
 * focus comes to it, before anything can be done with it: a middle click and a copied address have it too. What a link
 * itself asks for stays.
 */
export function carryFilters(root: Document = document): void {
  for (const type of ["pointerover", "pointerdown", "focusin", "click"])
    root.addEventListener(
      type,
      ({target}) => {
        const link = target instanceof Element ? target.closest<HTMLAnchorElement>("a[href]") : null;
        if (link) carry(link);
      },
      {capture: true}
    );
}

function carry(link: HTMLAnchorElement): void {
  if (!written.has(link)) written.set(link, link.getAttribute("href")!);
  const href = written.get(link)!;
  if (href.startsWith("#") || link.hasAttribute("download")) return;
  link.setAttribute("href", carried(href, location.href, document.baseURI));
}

/** A link's address with the choice of the page it stands on; `href` as it is when it leads elsewhere. */
export function carried(href: string, page: string, base = page): string {
  const url = new URL(href, base);
  const {origin, search} = new URL(page);
  if (url.origin !== origin || /\.[a-z0-9]+$/i.test(url.pathname.replace(/\.html$/, ""))) return href;
  const {chosen} = parseFilters(search);
  const own = parseFilters(url.search).chosen;
  if (own.range || own.span) {
    delete chosen.range;
    delete chosen.span;
  }
  if (!filterNames.some((name) => new URLSearchParams(search).has(name))) return href;
  const query = printFilters({...chosen, ...own}, url.search);
  const [path = "", hash] = href.split("#");
  return `${path.split("?")[0]}${query && `?${query}`}${hash === undefined ? "" : `#${hash}`}`;
}
