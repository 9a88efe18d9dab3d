import {z} from "zod";
import {fieldAt, parseObject} from "../shared/json-object.ts";
import {decodeUtf8} from "../shared/raw-text.ts";
import {numberOf, optional, timeOf} from "../shared/values.ts";

const field = z.string().min(1);
const quantity = z.string().regex(/^[^/\s]+$/, "write a name without slashes and spaces");
const listed = z
  .array(quantity)
  .min(1)
  .transform((names) => Object.fromEntries(names.map((name) => [name, name])));
const mapped = z.record(quantity, field).refine((map) => Object.keys(map).length > 0, "names no quantity");

/**
 * Where a JSON payload has its time and value, or values by quantity. A field inside another is written with a dot, as
 * in `data.temperature`.
 */
export const jsonPayload = z
  .strictObject({
    time: field.optional(),
    value: field.optional(),
    values: z.union([listed, mapped], {error: "write a list of fields, or quantity: field"}).optional()
  })
  .refine(({value, values}) => (value === undefined) !== (values === undefined), "write either value or values");

export type JsonPayload = z.output<typeof jsonPayload>;

/** What a payload says. `time` is null when it carries none; `quantity` when the topic has to name it. */
export interface Measurement {
  time: number | null;
  values: {quantity: string | null; value: number}[];
}

/**
 * What the payload says: a number by itself, or JSON as mapped. Fields that are missing or null give no value, but one
 * has to. Throws the reason when it is neither.
 */
export function parsePayload(payload: Uint8Array, json: JsonPayload | undefined, zone: string): Measurement {
  const text = decodeUtf8(payload);
  if (!json) return {time: null, values: [{quantity: null, value: numberOf(text, "payload")}]};
  const object = parseObject(text);
  const fields = json.values ? Object.entries(json.values) : [[null, json.value!] as const];
  const values = fields.flatMap(([name, path]) => {
    const value = optional(valueAt(object, path), (found) => numberOf(found, path));
    return value === null ? [] : [{quantity: name, value}];
  });
  if (values.length === 0) throw new Error(`no value: ${fields.map(([, path]) => path).join(", ")}`);
  return {time: json.time === undefined ? null : timeOf(valueAt(object, json.time), json.time, zone), values};
}

/** The value of a field, be its name written out or a path. */
function valueAt(object: object, path: string): unknown {
  const [holder, key] = fieldAt(object, path) ?? [];
  return holder?.[key!];
}
