import {type Hash, windowBytes} from "./fingerprint.ts";

const blockBytes = 2 ** 20;

export interface ReadOptions {
  hash: Hash;
  maxLineBytes: number;
  /** Memory that is read into, of `blockFor(maxLineBytes)`. */
  block: Buffer;
}

/** Memory to read into: a window and a block, which is never less than one line. */
export const blockFor = (maxLineBytes: number, bytes = blockBytes): Buffer =>
  Buffer.allocUnsafe(windowBytes + Math.max(bytes, maxLineBytes + 1));
