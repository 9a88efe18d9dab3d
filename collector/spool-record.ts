import {crc32c} from "@node-rs/crc32";
import type {RecordOf} from "../data/schema.ts";
import {EncodedRecords} from "./encoded-records.ts";
import type {Batch} from "./source.ts";

/** A batch on its way to the lake, with the number that makes it unique in this data folder. */
export interface SpoolRecord extends Batch {
  seq: number;
  source: string;
  /** When the collector took it, ms UTC. */
  at: number;
}

/** A spool record as read from disk: its records stay encoded until someone iterates over them. */
export interface StoredRecord extends SpoolRecord {
  /** Bytes that it takes in its segment. */
  bytes: number;
  records: EncodedRecords<RecordOf[keyof RecordOf]>;
}

/** length u32, CRC32C u32, sequence number u64; the checksum covers the sequence number and the payload. */
const headerBytes = 16;
const newline = 0x0a;

/** A record longer than this is taken for damage when reading, and refused when writing. */
export const maxPayloadBytes = 256 * 2 ** 20;

/**
 * The bytes of a record, in parts that follow one another: a header, then lines: the source's id, the batch without its
 * records as JSON, and the records, one JSON object each. Throws if the record is too large.
 */
export function encodeRecord({seq, source, records, ...batch}: SpoolRecord): Buffer[] {
  const {lines, length} = EncodedRecords.of<unknown>(records);
  const head = Buffer.from(`${source}\n${JSON.stringify({...batch, records: length})}\n`);
  const payload = head.length + lines.length;
  if (payload > maxPayloadBytes) throw new Error(`batch too large: ${payload} bytes from ${source}`);
  const header = Buffer.allocUnsafe(headerBytes);
  header.writeUInt32LE(payload, 0);
  header.writeBigUInt64LE(BigInt(seq), 8);
  header.writeUInt32LE(crc32c(lines, crc32c(head, crc32c(header.subarray(8)))), 4);
  return [header, head, lines];
}

/** A record in a segment, known to be whole. */
export interface Located {
  seq: number;
  source: string;
  /** Offset of the byte after the record. */
  end: number;
  /** Parses all but the records themselves, which share the segment's memory. */
  read(): StoredRecord;
}

/** The record at `offset`, or null where the bytes end, are torn or do not match their checksum. */
export function locateRecord(bytes: Buffer, offset: number): Located | null {
  if (offset + headerBytes > bytes.length) return null;
  const length = bytes.readUInt32LE(offset);
  const start = offset + headerBytes;
  const end = start + length;
  if (length === 0 || length > maxPayloadBytes || end > bytes.length) return null;
  if (crc32c(bytes.subarray(offset + 8, end)) !== bytes.readUInt32LE(offset + 4)) return null;
  const seq = Number(bytes.readBigUInt64LE(offset + 8));
  const afterSource = bytes.indexOf(newline, start);
  const source = bytes.toString("utf8", start, afterSource);
  const read = (): StoredRecord => {
    const afterBatch = bytes.indexOf(newline, afterSource + 1);
    const {records, ...batch} = JSON.parse(bytes.toString("utf8", afterSource + 1, afterBatch));
    return {
      seq,
      source,
      bytes: end - offset,
      ...batch,
      records: new EncodedRecords(bytes.subarray(afterBatch + 1, end), records)
    };
  };
  return {seq, source, end, read};
}
