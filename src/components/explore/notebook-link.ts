import {decodeNotebook} from "./decode-notebook.js";
import {limits, type Notebook} from "./notebook.js";

const key = "notebook=";

/** Longest link that browsers and mail programs are sure to keep whole. */
const longest = 60_000;

/** The part of an address after `#` that holds a notebook, compressed. Throws when it is too long to be a link. */
export async function notebookHash(notebook: Notebook): Promise<string> {
  const packed = await through(
    new TextEncoder().encode(JSON.stringify(notebook)),
    new CompressionStream("deflate-raw")
  );
  const hash = `#${key}${toBase64(packed)}`;
  if (hash.length > longest)
    throw new Error(`too long for a link: ${hash.length} characters (at most ${longest}; use Save file)`);
  return hash;
}

/** The notebook that an address holds after `#`; null when it holds none. Throws what is wrong with it. */
export async function notebookFromHash(hash: string): Promise<Notebook | null> {
  if (!hash.startsWith(`#${key}`)) return null;
  const packed = hash.slice(1 + key.length);
  if (hash.length > longest) throw new Error(`link too long: ${hash.length} characters (at most ${longest})`);
  let text: string;
  try {
    text = new TextDecoder().decode(await through(fromBase64(packed), new DecompressionStream("deflate-raw")));
  } catch (error) {
    const cut = `link cannot be read: ${packed.slice(0, 20)}... (copy it whole, from its first character to its last)`;
    throw error instanceof RangeError ? error : new Error(cut, {cause: error});
  }
  return decodeNotebook(text);
}

/** What comes out of a stream, and no more of it than a notebook may have: a short link can hold an endless text. */
async function through(bytes: Uint8Array<ArrayBuffer>, stream: CompressionStream): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for (const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader(); ; ) {
    const {done, value} = await reader.read();
    if (done) break;
    size += value.length;
    if (size > 4 * limits.bytes) {
      await reader.cancel();
      throw new RangeError(`notebook too large: more than ${4 * limits.bytes} bytes`);
    }
    parts.push(value);
  }
  const all = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function toBase64(bytes: Uint8Array): string {
  let text = "";
  for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192));
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

const fromBase64 = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (character) => character.charCodeAt(0));
