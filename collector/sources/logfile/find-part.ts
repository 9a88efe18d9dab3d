import {compare, type Hash} from "./fingerprint.ts";
import type {KnownFile} from "./known-file.ts";
import type {ChainFile} from "./log-chain.ts";
import {openBytes} from "./open-bytes.ts";

/**
 * So far the same text, bytes, cannot be chance, though many programs begin every log with the same lines; nor can it be
 * at the end of lines that were handed over.
 */
const surelySame = 16_384;

/**
 * The oldest file from `start` on that is a part of a known one, which is gone itself: a copy made while it was written
 * to, before it was cut; or the log, cut back by a power failure. `upTo`: so far it is surely the same.
 */
export async function findPart(
  known: KnownFile,
  chain: ChainFile[],
  {start, wasCut}: {start: number; wasCut: boolean},
  hash: Hash
): Promise<{index: number; upTo: number} | null> {
  for (const [index, file] of chain.entries()) {
    const text = index < start ? null : await openBytes(file).catch(() => null);
    if (!text) continue;
    const {whole, short, upTo} = await compare(text, known, hash);
    await text.close();
    const isSure = upTo >= surelySame || known.recent?.some(([at]) => at <= upTo);
    if (!whole && (isSure || (wasCut && !file.isLog && short && upTo > 0))) return {index, upTo};
  }
  return null;
}
