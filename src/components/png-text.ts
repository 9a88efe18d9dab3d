/** PNG files are a signature and chunks: length, type, data, CRC-32 of type and data. */
const headEnd = 8 + 4 + 4 + 13 + 4;

/** Puts texts into a PNG behind its header: as tEXt where Latin-1 can say them, as iTXt (UTF-8) else. */
export function pngText(png: Uint8Array, texts: Readonly<Record<string, string>>): Uint8Array<ArrayBuffer> {
  const chunks = Object.entries(texts).map(([name, text]) => textChunk(name, text));
  const parts = [png.subarray(0, headEnd), ...chunks, png.subarray(headEnd)];
  const whole = new Uint8Array(parts.reduce((sum, {length}) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function textChunk(name: string, text: string): Uint8Array {
  const latin = [...text].every((letter) => letter.codePointAt(0)! < 256);
  if (latin)
    return chunk(
      "tEXt",
      Uint8Array.from(`${name}\0${text}`, (letter) => letter.charCodeAt(0))
    );
  return chunk("iTXt", new TextEncoder().encode(`${name}\0\0\0\0\0${text}`));
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(data.length + 12);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  bytes.set(new TextEncoder().encode(type), 4);
  bytes.set(data, 8);
  view.setUint32(data.length + 8, crc32(bytes.subarray(4, data.length + 8)));
  return bytes;
}

/** CRC-32 as PNG and zlib have it (ISO 3309), bit by bit: texts are short. */
function crc32(bytes: Uint8Array): number {
  let crc = -1;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}
