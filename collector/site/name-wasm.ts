import {createHash} from "node:crypto";
import {readdir, readFile, rename, writeFile} from "node:fs/promises";
import {basename, join, sep} from "node:path";

const hashed = /(?<=[./])[0-9a-f]{8}(?=\.\w+$)/;

/**
 * Names the WebAssembly files of a built site for their content, as everything else that pages load: so a page that is
 * open across an upgrade gets the file it was built with. What leads to one, by however many steps, is named anew too,
 * since a browser keeps what has such a name for ever.
 */
export async function nameWasm(site: string): Promise<void> {
  const names = (await readdir(site, {recursive: true})).map((name) => name.split(sep).join("/"));
  const texts = new Map<string, string>();
  for (const name of names.filter((name) => /\.(js|html)$/.test(name)))
    texts.set(name, await readFile(join(site, name), "utf8"));

  for (const wasm of names.filter((name) => name.endsWith(".wasm") && !hashed.test(name))) {
    const hash = hashOf(await readFile(join(site, wasm)));
    const become = new Map([[wasm, wasm.replace(/wasm$/, `${hash}.wasm`)]]);
    for (const [from] of become)
      for (const [name, text] of texts)
        if (!become.has(name) && hashed.test(name) && text.includes(addressIn(from)))
          become.set(
            name,
            name.replace(hashed, (old) => hashOf(old + hash))
          );
    for (const [name, text] of [...texts]) {
      const edited = [...become].reduce(
        (all, [from, to]) => all.replaceAll(addressIn(from), addressIn(to, from)),
        text
      );
      if (edited !== text) await writeFile(join(site, name), edited);
      texts.delete(name);
      texts.set(become.get(name) ?? name, edited);
    }
    for (const [from, to] of become) await rename(join(site, from), join(site, to));
  }
}

/** What every relative address of a file ends with, and no other file's does; `like` that of the file's earlier name. */
const addressIn = (path: string, like = path): string =>
  hashed.test(like) ? `/${basename(path)}` : path.split("/").slice(-3).join("/");

const hashOf = (content: Buffer | string): string => createHash("sha256").update(content).digest("hex").slice(0, 8);
