import type {FileHandle} from "node:fs/promises";
import {readAt} from "./read-at.ts";

/** How far a file was read, and what tells that it is still the one. */
export interface Place {
  name: string;
  /** Where the next record starts. */
  offset: number;
  /** In which line, from 1. */
  line: number;
  /** Whether the offset is within a line that was too long. */
  inLine?: boolean;
  /** Keyed hashes of the first bytes, and of those right before the offset. */
  head: string;
  tail: string;
}

/** Where the cursor of the source stands: the files that are there. */
export interface CsvCursor {
  files: Place[];
}

/** How many bytes each of the hashes covers. */
export const windowBytes = 1024;
const digits = 16;

export type Hash = (value: string) => string;

export const windowHash = (bytes: Buffer, hash: Hash): string => hash(bytes.toString("latin1")).slice(0, digits);

/** Compares places with a file. */
export async function placeMatcher(file: FileHandle, hash: Hash): Promise<(place: Place) => Promise<boolean>> {
  const start = await readAt(file, 0, windowBytes);
  const heads = new Map<number, string>();
  const headOf = (length: number): string => {
    const head = heads.get(length) ?? windowHash(start.subarray(0, length), hash);
    heads.set(length, head);
    return head;
  };
  return async ({offset, head, tail}) => {
    const length = Math.min(offset, windowBytes);
    if (start.length < length || headOf(length) !== head) return false;
    const before = await readAt(file, offset - length, length);
    return before.length === length && windowHash(before, hash) === tail;
  };
}
