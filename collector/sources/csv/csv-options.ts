import {dirname} from "node:path";
import {z} from "zod";
import {timeZone} from "../../local-time.ts";
import {interval} from "../shared/interval.ts";
import {limits} from "../shared/limits.ts";

const column = z.string().min(1);
const name = z.string().regex(/^[^/\s]+$/, "write a name without spaces and slashes");

const files = {
  /** A file, or files of one folder, as in `exports/*.csv`. */
  path: z
    .string()
    .min(1)
    .refine((path) => !dirname(path).includes("*"), "* in the name of a folder (write it in the file's name alone)"),
  every: interval.default(5000),
  /** Without it, the one that occurs most in the header. */
  delimiter: z.enum([",", ";", "\t", "|"]).optional(),
  decimal: z.enum([".", ","]).default("."),
  /** `latin1` is what Excel writes in western Europe, Windows-1252. */
  encoding: z.enum(["utf-8", "latin1"]).default("utf-8"),
  /** Zone of times without an offset. */
  timeZone: timeZone.default("UTC"),
  maxRecordBytes: z
    .int()
    .min(256)
    .max(2 ** 20)
    .default(65_536)
};

const readings = z.strictObject({
  ...files,
  dataset: z.literal("readings"),
  /** What all rows are about, where no column says it. */
  thing: name.optional(),
  columns: z.strictObject({
    time: column,
    thing: column.optional(),
    series: column.optional(),
    value: column.optional()
  }),
  /** Quantity to column. */
  values: z
    .record(name, column)
    .refine((values) => Object.keys(values).length > 0, "write at least one quantity: column")
    .optional(),
  /** Physical range of a quantity; a reading outside it is kept as suspect. */
  limits: limits.default({})
});

const events = z.strictObject({
  ...files,
  dataset: z.literal("events"),
  eventKind: z.string().min(1),
  columns: z.strictObject({
    time: column,
    subject: column,
    actor: column.optional(),
    status: column.optional(),
    durationMs: column.optional(),
    bytes: column.optional()
  })
});

const requests = z.strictObject({
  ...files,
  dataset: z.literal("requests"),
  columns: z.strictObject({
    id: column,
    requestedAt: column,
    subject: column.optional(),
    requester: column.optional(),
    processedAt: column.optional(),
    processor: column.optional(),
    outcome: column.optional()
  })
});

export const csvOptions = z
  .discriminatedUnion("dataset", [readings, events, requests], {
    error: "write dataset: readings, events or requests"
  })
  .superRefine((given, {addIssue}) => {
    if (given.dataset !== "readings") return;
    const {values, thing, columns} = given;
    const mistake = (path: string, message: string) => addIssue({code: "custom", path: [path], message});
    if (!values && !(columns.series && columns.value))
      mistake("values", "missing (write values: {quantity: column}, or columns.series and columns.value)");
    if (values && (columns.series || columns.value))
      mistake("values", "together with columns.series or columns.value (write one or the other)");
    if (thing && columns.thing) mistake("thing", "together with columns.thing (write one or the other)");
    if (values && !thing && !columns.thing)
      mistake("thing", "missing (write what the values are of: thing, or columns.thing)");
  });

export type CsvOptions = z.output<typeof csvOptions>;
export type ReadingRows = Extract<CsvOptions, {dataset: "readings"}>;
export type EventRows = Extract<CsvOptions, {dataset: "events"}>;
export type RequestRows = Extract<CsvOptions, {dataset: "requests"}>;

/** The columns that are read, each once. */
export function columnsOf(given: CsvOptions): string[] {
  const values = given.dataset === "readings" ? Object.values(given.values ?? {}) : [];
  const named = Object.values(given.columns).filter((column) => column !== undefined);
  return [...new Set([...named, ...values])];
}

/** Those that leave the source only as hashes. */
export const privateColumns = (given: CsvOptions): string[] =>
  given.dataset === "events" && given.columns.actor ? [given.columns.actor] : [];
