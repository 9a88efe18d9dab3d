import {z} from "zod";
import {timeZone} from "../../local-time.ts";
import type {SourceContext} from "../../source.ts";
import {combined} from "./combined.ts";
import {combinedEncoder, type LineEncoder} from "./encode-combined.ts";
import {type EntryField, entryFields} from "./entry-of.ts";
import {type JsonFields, jsonFormat, usualFields} from "./json-format.ts";
import {type LogFormat, lineByLine} from "./log-format.ts";
import {groupsOf, patternFormat} from "./pattern-format.ts";

const place = z.string().min(1);
const places = z.union([place.transform((one) => [one]), z.array(place)]);
const subjects: string[] = ["subject", "request", "path"] satisfies EntryField[];

const pattern = z.instanceof(RegExp).superRefine((given, context) => {
  const groups = groupsOf(given);
  const unknown = groups.filter((group) => !entryFields.includes(group as EntryField));
  const mistake = (message: string) => context.addIssue({code: "custom", message});
  if (unknown.length) mistake(`unknown group: ${unknown.join(", ")} (name groups ${entryFields.join(", ")})`);
  if (!groups.includes("time")) mistake("no group time, as in (?<time>\\S+)");
  if (!groups.some((group) => subjects.includes(group))) mistake(`none of the groups ${subjects.join(", ")}`);
});

/** The options that say what a line means. */
export const formatOptions = {
  /** Or a regular expression with the named groups time, actor, request (or method and path, or subject) and so on. */
  format: z
    .union([z.enum(["combined", "json"]), pattern], {
      error: "write combined, json, or a regular expression such as /^(?<time>\\S+) (?<path>\\S+)$/"
    })
    .default("combined"),
  /** Of JSON lines: where a field stands, when not under a usual name; a dot leads inside, as in request.uri. */
  fields: z.partialRecord(z.enum(entryFields), places).default({}),
  /** Zone of times without an offset. */
  timeZone: timeZone.default("UTC")
};

type FormatOptions = z.output<z.ZodObject<typeof formatOptions>>;

/** How lines are understood, and the quick way where there is one. */
export function formatOf(
  {format, fields, timeZone}: FormatOptions,
  {id, hash}: Pick<SourceContext, "id" | "hash">
): {format: LogFormat; encode?: LineEncoder} {
  if (format === "combined") return {format: lineByLine(combined), encode: combinedEncoder(id, hash)};
  if (format === "json")
    return {format: lineByLine(jsonFormat({...usualFields, ...(fields as Partial<JsonFields>)}, timeZone))};
  return {format: patternFormat(format, timeZone)};
}
