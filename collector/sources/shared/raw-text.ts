/** What is kept of an input that is no record, bytes. */
export const rawBytes = 1024;

const utf8 = new TextDecoder("utf-8", {fatal: true, ignoreBOM: true});

/** The text of UTF-8 bytes. Throws on any others. */
export function decodeUtf8(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch (cause) {
    throw new Error("not valid UTF-8", {cause});
  }
}

/**
 * Bytes as people can read them: valid UTF-8 as it is, else printable ASCII with other bytes as `\xNN`. Cut after 1 KiB,
 * with the whole length behind.
 */
export function rawText(bytes: Uint8Array, length = bytes.length): string {
  if (length <= rawBytes) return textOf(bytes) ?? escaped(bytes);
  const shown = bytes.subarray(0, rawBytes);
  // The cut may have split the last character, which has at most four bytes.
  const whole = [0, 1, 2, 3].map((less) => textOf(shown.subarray(0, shown.length - less)));
  return `${whole.find((text) => text !== null) ?? escaped(shown)}… (${length} bytes)`;
}

function textOf(bytes: Uint8Array): string | null {
  try {
    return utf8.decode(bytes);
  } catch {
    return null;
  }
}

const escaped = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) =>
    byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, "0")}`
  ).join("");
