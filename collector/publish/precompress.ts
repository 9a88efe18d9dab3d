import {readFile, writeFile} from "node:fs/promises";
import {extname} from "node:path";
import {promisify} from "node:util";
import {brotliCompress, constants, gzip} from "node:zlib";

/** Compressed already, or read by ranges of the plain file, as Parquet is. */
const leftPlain = new Set([".parquet", ".png", ".jpg", ".jpeg", ".webp", ".gif", ".woff2", ".zip", ".gz", ".br"]);

/** Above this many bytes, time counts more than the last per cent. */
const large = 2 ** 20;

/** A variant has to be smaller than this share of the plain file. */
const worthwhile = 0.95;

/** Writes `file.br` and `file.gz` where they pay. Returns the sizes of those written. */
export async function precompress(file: string): Promise<{br?: number; gzip?: number}> {
  if (leftPlain.has(extname(file).toLowerCase())) return {};
  const plain = await readFile(file);
  const quality = plain.length > large ? 6 : 9;
  const [br, gz] = await Promise.all([
    promisify(brotliCompress)(plain, {
      params: {[constants.BROTLI_PARAM_QUALITY]: quality, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length}
    }),
    promisify(gzip)(plain, {level: 6})
  ]);
  const pays = (variant: Buffer) => variant.length < plain.length * worthwhile;
  if (pays(br)) await writeFile(`${file}.br`, br);
  if (pays(gz)) await writeFile(`${file}.gz`, gz);
  return {...(pays(br) && {br: br.length}), ...(pays(gz) && {gzip: gz.length})};
}
