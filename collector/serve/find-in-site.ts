import type {Snapshot, SnapshotFile} from "../snapshots.ts";

export type Found = {path: string; file: SnapshotFile} | {redirect: string};

/**
 * What a path means in a snapshot: a file by its name, a page by its name without `.html`, a folder by its index page.
 * A page asked for with a slash at its end, or a folder without one, redirects, since links in pages are relative.
 */
export function findInSite({files}: Snapshot, path: string): Found | undefined {
  const has = (name: string) => Object.hasOwn(files, name);
  const found = (name: string) => ({path: name, file: files[name]!});
  if (path === "" || path.endsWith("/")) {
    if (has(`${path}index.html`)) return found(`${path}index.html`);
    const page = path.slice(0, -1);
    return page && has(`${page}.html`) ? {redirect: page} : undefined;
  }
  if (has(path)) return found(path);
  if (has(`${path}.html`)) return found(`${path}.html`);
  return has(`${path}/index.html`) ? {redirect: `${path}/`} : undefined;
}

/** Whether a path belongs to Framework's assets: those are named for their content or version and outlive a page. */
export const isAsset = (path: string): boolean => /^_[a-z]+\//.test(path);

/** Whether a file's name carries a hash of its content, so that it can be kept for ever. */
export const isHashed = (path: string): boolean => isAsset(path) && /[./][0-9a-f]{8}\.\w+$/.test(path);
