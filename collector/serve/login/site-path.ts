import {requestPath} from "../request-path.ts";

/** Where a reader wanted to, made anew of its parts, so that it is a path of this site whatever was sent; else `/`. */
export function sitePath(wanted: unknown): string {
  if (typeof wanted !== "string") return "/";
  const path = requestPath(wanted);
  if (path === undefined) return "/";
  const query = /\?([^#]*)/.exec(wanted)?.[1];
  const target = `/${path.split("/").map(encodeURIComponent).join("/")}`;
  return query && /^[\x21-\x7e]*$/.test(query) ? `${target}?${query}` : target;
}
