import assert from "node:assert/strict";
import {crc32} from "node:zlib";

export interface PngChunks {
  width: number;
  height: number;
  chunks: {type: string; data: Buffer}[];
  /** Of tEXt and iTXt chunks, by keyword. */
  texts: Record<string, string>;
}

/** Reads a PNG's chunks; fails where its signature or a checksum is wrong. */
export function pngChunks(bytes: Uint8Array): PngChunks {
  const png = Buffer.from(bytes);
  assert.equal(png.subarray(0, 8).toString("latin1"), "\x89PNG\r\n\x1a\n");
  const chunks: PngChunks["chunks"] = [];
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    const type = png.toString("latin1", at + 4, at + 8);
    const data = png.subarray(at + 8, at + 8 + length);
    assert.equal(crc32(png.subarray(at + 4, at + 8 + length)), png.readUInt32BE(at + 8 + length), type);
    chunks.push({type, data});
    at += length + 12;
  }
  const texts = chunks.flatMap(({type, data}) => {
    const end = data.indexOf(0);
    const name = data.toString("latin1", 0, end);
    if (type === "tEXt") return [[name, data.toString("latin1", end + 1)]];
    return type === "iTXt" ? [[name, data.toString("utf8", end + 5)]] : [];
  });
  const header = chunks[0]!.data;
  return {width: header.readUInt32BE(0), height: header.readUInt32BE(4), chunks, texts: Object.fromEntries(texts)};
}
