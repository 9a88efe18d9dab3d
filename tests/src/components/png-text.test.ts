import assert from "node:assert/strict";
import {test} from "node:test";
import {crc32, deflateSync} from "node:zlib";
import {pngText} from "../../../src/components/png-text.ts";
import {pngChunks} from "../../support/png-chunks.ts";

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** One grey pixel. */
const pixel = Buffer.concat([
  Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
  chunk("IHDR", Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0])),
  chunk("IDAT", deflateSync(Buffer.from([0, 128]))),
  chunk("IEND", Buffer.alloc(0))
]);

test("pngText() adds texts behind the header, in Latin-1 or UTF-8, with right checksums", () => {
  const {chunks, texts} = pngChunks(pngText(pixel, {title: "Flow, m³/h", about: "Zufluß → Ω", empty: ""}));
  assert.deepEqual(
    chunks.map(({type}) => type),
    ["IHDR", "tEXt", "iTXt", "tEXt", "IDAT", "IEND"]
  );
  assert.deepEqual(texts, {title: "Flow, m³/h", about: "Zufluß → Ω", empty: ""});
});
