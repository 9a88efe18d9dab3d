const newline = 0x0a;
const carriageReturn = 0x0d;

/** Bytes without an LF or CRLF at their end. */
export function withoutLineEnd(bytes: Buffer): Buffer {
  const end = bytes.at(-1) === newline ? bytes.length - 1 : bytes.length;
  return bytes.subarray(0, bytes[end - 1] === carriageReturn ? end - 1 : end);
}
