import {z} from "zod";
import {timeZone} from "../../local-time.ts";
import {numberOf, timeOf} from "../shared/values.ts";
import {verified} from "./checksum.ts";

const fieldName = z.string().regex(/^(?:[A-Za-z][\w-]*|_)$/, "write a name, or _ for a field to skip");
const reserved = ["thing", "date", "time", "_"];
const defaultFields = ["thing", "date", "time", "flow", "pressure"];

interface LineOptions {
  delimiter?: string | undefined;
  fields?: string[] | undefined;
  pattern?: RegExp | undefined;
}

const line = z
  .strictObject({
    /** Between the fields; runs of it count as one when it is a space. Default: a space. */
    delimiter: z.string().min(1).optional(),
    fields: z.array(fieldName).optional(),
    /** Instead of delimiter and fields: a regular expression whose named groups are the fields. */
    pattern: z
      .instanceof(RegExp, {error: "write a regular expression, as in /^(?<thing>\\d+) (?<flow>\\d+)$/"})
      .optional()
  })
  .refine(
    ({delimiter, fields, pattern}) => !pattern || !(delimiter || fields),
    "write pattern, or delimiter and fields"
  )
  .refine((given) => quantitiesOf(given).length > 0, "names no quantity, as in flow");

/** The options that say what a frame means. */
export const frameOptions = {
  line: line.prefault({}),
  timeZone: timeZone.default("UTC"),
  /** The unit that stands behind a quantity's number, as in 227 m3/h; a frame with another unit is rejected. */
  units: z.record(fieldName, z.string().regex(/^[\x21-\x7e]+$/, "write it as the meter does, in ASCII")).default({}),
  /** Physical range of a quantity; a reading outside it is kept as suspect. */
  limits: z
    .record(fieldName, z.strictObject({min: z.number().default(-Infinity), max: z.number().default(Infinity)}))
    .default({}),
  checksum: z.enum(["none", "xor", "crc16"]).default("none")
};

/** The quantities that a line gives: every field that is not the thing, its time, or skipped. */
export function quantitiesOf({pattern, fields}: LineOptions): string[] {
  return (pattern ? groupsOf(pattern) : (fields ?? defaultFields)).filter(isQuantity);
}

const isQuantity = (field: string): boolean => !reserved.includes(field);

/** The names of a pattern's groups: an empty alternative makes it match, so that all of them are listed. */
function groupsOf(pattern: RegExp): string[] {
  const match = new RegExp(`${pattern.source}|`, pattern.flags).exec("");
  return Object.keys(match?.groups ?? {});
}

export type FrameOptions = z.output<z.ZodObject<typeof frameOptions>>;

/** What a frame says. `time` is null when it carries none, `thing` when it names none. */
export interface Measurement {
  thing: string | null;
  time: number | null;
  values: {quantity: string; value: number; suspect: boolean}[];
}

/**
 * What the frame says. Time is the `time` field, after the `date` field if there is one; every field that is not
 * `thing`, `date`, `time` or `_` is a quantity. Throws the reason when the frame is not as configured.
 */
export function parseFrame(
  frame: string,
  {line, timeZone: zone, units, limits: ranges, checksum}: FrameOptions
): Measurement {
  if (!/^[\x20-\x7e\t]*$/.test(frame)) throw new Error("not text (wrong baud rate?)");
  const text = verified(frame, checksum);
  const fields = line.pattern ? matchFields(text, line.pattern) : splitFields(text, line);
  const values = [...fields.keys()].filter(isQuantity).map((quantity) => {
    const value = measured(fields.get(quantity)!, quantity, units[quantity]);
    const range = ranges[quantity];
    return {quantity, value, suspect: range !== undefined && !(value >= range.min && value <= range.max)};
  });
  const stamp = [fields.get("date"), fields.get("time")].filter((part) => part !== undefined).join(" ");
  const thing = fields.get("thing") ?? null;
  if (thing === "") throw new Error("thing is empty");
  return {thing, time: stamp ? timeOf(stamp, "time", zone) : null, values};
}

function measured(text: string, quantity: string, unit: string | undefined): number {
  if (!unit) return numberOf(text, quantity);
  if (!text.trimEnd().endsWith(unit)) throw new Error(`${quantity} is not in ${unit}: ${text}`);
  return numberOf(text.trimEnd().slice(0, -unit.length), quantity);
}

function splitFields(
  text: string,
  {delimiter = " ", fields = defaultFields}: FrameOptions["line"]
): Map<string, string> {
  const parts = delimiter === " " ? text.trim().split(/[ \t]+/) : text.split(delimiter).map((part) => part.trim());
  if (parts.length !== fields.length) throw new Error(`expected ${fields.length} fields, found ${parts.length}`);
  return new Map(fields.map((name, i) => [name, parts[i]!]));
}

function matchFields(text: string, pattern: RegExp): Map<string, string> {
  pattern.lastIndex = 0;
  const groups = pattern.exec(text)?.groups;
  if (!groups) throw new Error("does not match line.pattern");
  return new Map(Object.entries(groups).filter((entry) => entry[1] !== undefined));
}
