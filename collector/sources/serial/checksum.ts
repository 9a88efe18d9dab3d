/** How a frame is guarded: `*` and hexadecimal digits at its end. */
export type Checksum = keyof typeof checksums | "none";

/**
 * `xor`: all bytes before the `*`, without a leading `$`, as NMEA 0183 has it; two digits.
 * `crc16`: CRC-16/MODBUS of all bytes before the `*`; four digits.
 */
export const checksums = {
  xor: (text: string) => hex(xor(bytesOf(text.startsWith("$") ? text.slice(1) : text)), 2),
  crc16: (text: string) => hex(crc16(bytesOf(text)), 4)
};

/** The frame without its checksum. Throws when that is missing or wrong. */
export function verified(frame: string, checksum: Checksum): string {
  if (checksum === "none") return frame;
  const star = frame.lastIndexOf("*");
  if (star < 0) throw new Error(`missing ${checksum} checksum`);
  const text = frame.slice(0, star);
  const expected = checksums[checksum](text);
  if (
    frame
      .slice(star + 1)
      .trim()
      .toUpperCase() !== expected
  )
    throw new Error(`wrong ${checksum} checksum: ${frame.slice(star + 1)} (expected ${expected})`);
  return text;
}

const bytesOf = (text: string): Uint8Array => Buffer.from(text, "latin1");
const hex = (value: number, digits: number): string => value.toString(16).toUpperCase().padStart(digits, "0");
const xor = (bytes: Uint8Array): number => bytes.reduce((sum, byte) => sum ^ byte, 0);

function crc16(bytes: Uint8Array): number {
  let crc = 0xffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xa001 : crc >>> 1;
  }
  return crc;
}
