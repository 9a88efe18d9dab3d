import {z} from "zod";
import type {Request} from "../../../data/schema.ts";
import {textOf, timeOf} from "../shared/values.ts";

const name = z.string().min(1);
const field = z
  .union([name, z.array(name).min(1)], {error: "write the name of a field, or a list of alternatives"})
  .transform((names) => [names].flat());
const absent = z.null().transform((): string[] => []);
const optionalField = z.union([field, absent], {
  error: "write the name of a field, a list of alternatives, or null if there is none"
});

/** Names of the API's fields, first found of several; null where the API has none. */
export const requestMap = z.strictObject({
  id: field.prefault(["num", "id"]),
  requestedAt: field.prefault("request_time"),
  requester: optionalField.prefault("request_user"),
  processor: optionalField.prefault("prediction_model"),
  outcome: optionalField.prefault("prediction_result"),
  processedAt: optionalField.prefault("prediction_time"),
  subject: optionalField.prefault("file_name")
});

export type RequestMap = z.output<typeof requestMap>;

/** A request without the time at which it was looked at. */
export type RequestState = Omit<Request, "observedAt" | "source">;

/**
 * The request in a row. A mapped field must be there, be it null, for a renamed field would look like requests that are
 * never processed. Throws the reason, with the field's name.
 */
export function requestOf(row: unknown, map: RequestMap, zone: string): RequestState {
  if (typeof row !== "object" || row === null || Array.isArray(row)) throw new Error("row is not an object");
  const fields = row as Record<string, unknown>;
  const missing = keys.filter((key) => map[key].length > 0 && found(fields, map[key]) === undefined);
  if (missing.length) throw new Error(`missing: ${missing.map((key) => describe(map, key)).join(", ")}`);
  const id = read(fields, map.id, textOf);
  const requestedAt = read(fields, map.requestedAt, timeOf, zone);
  if (id === null) throw new Error(`empty: ${describe(map, "id")}`);
  if (requestedAt === null) throw new Error(`empty: ${describe(map, "requestedAt")}`);
  return {
    id,
    subject: read(fields, map.subject, textOf),
    requestedAt,
    requester: read(fields, map.requester, textOf),
    processedAt: read(fields, map.processedAt, timeOf, zone),
    processor: read(fields, map.processor, textOf),
    outcome: read(fields, map.outcome, textOf)
  };
}

/** The converted value of a field; null where it is empty or not mapped. */
function read<T>(
  fields: Record<string, unknown>,
  names: string[],
  convert: (value: unknown, name: string, zone: string) => T,
  zone = "UTC"
): T | null {
  const name = found(fields, names);
  const value = name === undefined ? null : fields[name];
  return value === null || value === "" ? null : convert(value, name!, zone);
}

/** The id of a row that may be malformed otherwise. */
export function idOf(row: unknown, map: RequestMap): string | null {
  if (typeof row !== "object" || row === null) return null;
  const fields = row as Record<string, unknown>;
  try {
    return textOf(fields[found(fields, map.id) ?? ""], "id");
  } catch {
    return null;
  }
}

const keys = Object.keys(requestMap.shape) as (keyof RequestMap)[];

const describe = (map: RequestMap, key: keyof RequestMap): string => `${map[key].join(" or ")} (map.${key})`;

/** The name under which the row has the field. */
function found(fields: Record<string, unknown>, names: string[]): string | undefined {
  for (const name of names) if (fields[name] !== undefined) return name;
  return undefined;
}
