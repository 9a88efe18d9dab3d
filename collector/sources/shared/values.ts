import {localTime} from "../../local-time.ts";

const earliest = Date.UTC(1970, 0, 1);
const latest = Date.UTC(2100, 0, 1);
const decimal = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
// As seconds this is the year 5138, as milliseconds March 1973: no plausible time is both.
const firstMilliseconds = 1e11;

/** A finite number from a number or a decimal numeral; throws with the field's name. */
export function numberOf(value: unknown, field: string): number {
  const number = typeof value === "string" && decimal.test(value.trim()) ? Number(value) : value;
  if (typeof number !== "number" || !Number.isFinite(number))
    throw new Error(`${field} is not a number: ${show(value)}`);
  return number;
}

/**
 * The instant, ms UTC, of a text (see localTime) or of a number of seconds or milliseconds since 1970; throws with the
 * field's name, also when it is not from 1970 to 2099.
 */
export function timeOf(value: unknown, field: string, zone: string): number {
  const time = typeof value === "number" ? fromNumber(value) : fromText(value, field, zone);
  if (!(time >= earliest && time < latest)) throw new Error(`${field} is not a plausible time: ${show(value)}`);
  return time;
}

const fromNumber = (value: number): number => Math.round(value < firstMilliseconds ? value * 1000 : value);

function fromText(value: unknown, field: string, zone: string): number {
  if (typeof value !== "string") throw new Error(`${field} is not a time: ${show(value)}`);
  try {
    return localTime(value.trim(), zone);
  } catch (cause) {
    throw new Error(`${field} is an ${(cause as Error).message}`, {cause});
  }
}

/** A text that is not empty, from a text, a finite number or a boolean; throws with the field's name. */
export function textOf(value: unknown, field: string): string {
  const text = typeof value === "boolean" || Number.isFinite(value) ? String(value) : value;
  if (typeof text !== "string" || text === "") throw new Error(`${field} is not a text: ${show(value)}`);
  return text;
}

/** The keyed hash of a private text or number; throws with the field's name, never with the value. */
export function hashOf(value: unknown, field: string, hash: (value: string) => string): string {
  if ((typeof value !== "string" && typeof value !== "number") || value === "")
    throw new Error(`${field} is not a text`);
  return hash(String(value));
}

/** The converted value, or null where there is none (null, undefined, empty text). */
export function optional<T>(value: unknown, convert: (value: unknown) => T): T | null {
  return value === null || value === undefined || value === "" ? null : convert(value);
}

function show(value: unknown): string {
  const text = typeof value === "object" ? (JSON.stringify(value) ?? "") : String(value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
