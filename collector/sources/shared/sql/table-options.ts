import {z} from "zod";
import {timeZone} from "../../../local-time.ts";
import {interval} from "../interval.ts";

const column = z.string().min(1);

const table = {
  table: z.string().min(1),
  every: interval.default(5000)
};

const growing = {
  ...table,
  /** Zone of times without an offset. */
  timeZone: timeZone.default("UTC"),
  /** So many of the last rows are read again, for those that were committed late. */
  overlap: z.int().min(1).max(10_000).default(500)
};

/** A table that grows by a row when something happens. */
const eventTable = z.strictObject({
  ...growing,
  dataset: z.literal("events"),
  /** Unique, and growing but for late commits. */
  key: column.default("id"),
  eventKind: z.string().min(1).default("api"),
  columns: z
    .strictObject({
      time: column.default("access_time"),
      subject: column.default("api_name"),
      actor: column.optional(),
      status: column.optional(),
      durationMs: column.optional(),
      bytes: column.optional()
    })
    .prefault({})
});

/** A table of one series: a row for each instant. */
const readingTable = z.strictObject({
  ...growing,
  dataset: z.literal("readings"),
  key: column.default("ds"),
  series: z.string().regex(/^[^/\s]+\/[^/\s]+$/, "write <thing>/<quantity>, as in gateway/calls"),
  columns: z.strictObject({time: column.default("ds"), value: column.default("y")}).prefault({})
});

/** A table of licences as they are now. Columns that are not named here are never read. */
const licenceTable = z.strictObject({
  ...table,
  dataset: z.literal("licences"),
  key: column.default("id"),
  columns: z
    .strictObject({
      id: column.default("key"),
      holder: column.default("discordID"),
      server: column.default("serverName"),
      resources: column.default("allowModels"),
      banned: column.default("banned")
    })
    .prefault({})
});

/** The options of a SQL source: one of the tables, and how to reach the database. */
export const tableOptions = <Connection extends z.core.$ZodLooseShape>(connection: Connection) =>
  z.discriminatedUnion(
    "dataset",
    [eventTable.extend(connection), readingTable.extend(connection), licenceTable.extend(connection)],
    {error: "write dataset: events, readings or licences"}
  );

export type EventTable = z.output<typeof eventTable>;
export type ReadingTable = z.output<typeof readingTable>;
export type LicenceTable = z.output<typeof licenceTable>;
export type Table = EventTable | ReadingTable | LicenceTable;
