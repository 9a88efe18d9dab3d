import type {TypeCast} from "mysql2";

const utf8 = new TextDecoder("utf-8", {fatal: true, ignoreBOM: true});

/** Bits as the number they write. */
export const typeCast: TypeCast = (field, next) => {
  if (field.type !== "BIT") return next();
  const bytes = field.buffer();
  if (bytes === null) return null;
  const number = BigInt(`0x${bytes.toString("hex") || "0"}`);
  return number <= Number.MAX_SAFE_INTEGER ? Number(number) : String(number);
};

/** Bytes as text, or as `0x` and hex digits where they are none; everything else as it is. */
export function plainValue(value: unknown): unknown {
  if (!Buffer.isBuffer(value)) return value;
  try {
    return utf8.decode(value);
  } catch {
    return `0x${value.toString("hex")}`;
  }
}
