import {headBytes} from "./fingerprint.ts";
import type {ChainFile} from "./log-chain.ts";
import {openBytes} from "./open-bytes.ts";

const heads = new WeakMap<ChainFile, Promise<Buffer>>();

/** What a file begins with, fewer bytes only when it had no more. Read once for each scan of the chain. */
export function headOf(file: ChainFile): Promise<Buffer> {
  const head = heads.get(file) ?? readHead(file);
  heads.set(file, head);
  return head;
}

async function readHead(file: ChainFile): Promise<Buffer> {
  const text = await openBytes(file);
  try {
    const [head] = await text.readEach([{position: 0, end: headBytes}]);
    return head!;
  } finally {
    await text.close();
  }
}
