import {decodeUtf8} from "../shared/raw-text.ts";

const windows1252 = new TextDecoder("windows-1252");

/** What turns bytes into text; that of UTF-8 throws on any other. */
export const decoderOf = (encoding: "utf-8" | "latin1"): ((bytes: Uint8Array) => string) =>
  encoding === "utf-8" ? decodeUtf8 : (bytes) => windows1252.decode(bytes);
