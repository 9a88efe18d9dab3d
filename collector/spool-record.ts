import {crc32c} from "@node-rs/crc32";
import type {Batch} from "./source.ts";

/** A batch on its way to the lake, with the number that makes it unique in this data folder. */
export interface SpoolRecord extends Batch {
  seq: number;
  source: string;
  /** When the collector took it, ms UTC. */
  at: number;
}

/** length u32, CRC32C u32, sequence number u64; the checksum covers the sequence number and the payload. */
const headerBytes = 16;

/** A record longer than this is taken for damage when reading, and refused when writing. */
export const maxPayloadBytes = 256 * 2 ** 20;

/** The bytes of a record: header, then its fields as JSON. Throws if the record is too large. */
export function encodeRecord({seq, ...fields}: SpoolRecord): Buffer {
  const payload = Buffer.from(JSON.stringify(fields));
  if (payload.length > maxPayloadBytes)
    throw new Error(`batch too large: ${payload.length} bytes from ${fields.source}`);
  const bytes = Buffer.allocUnsafe(headerBytes + payload.length);
  bytes.writeUInt32LE(payload.length, 0);
  bytes.writeBigUInt64LE(BigInt(seq), 8);
  payload.copy(bytes, headerBytes);
  bytes.writeUInt32LE(crc32c(bytes.subarray(8)), 4);
  return bytes;
}

export interface Decoded {
  record: SpoolRecord;
  /** Offset of the byte after the record. */
  end: number;
}

/** The record at `offset`, or null where the bytes end, are torn or do not match their checksum. */
export function decodeRecord(bytes: Buffer, offset: number): Decoded | null {
  if (offset + headerBytes > bytes.length) return null;
  const length = bytes.readUInt32LE(offset);
  const end = offset + headerBytes + length;
  if (length === 0 || length > maxPayloadBytes || end > bytes.length) return null;
  if (crc32c(bytes.subarray(offset + 8, end)) !== bytes.readUInt32LE(offset + 4)) return null;
  const seq = Number(bytes.readBigUInt64LE(offset + 8));
  const fields = JSON.parse(bytes.toString("utf8", offset + headerBytes, end)) as Omit<SpoolRecord, "seq">;
  return {record: {seq, ...fields}, end};
}
