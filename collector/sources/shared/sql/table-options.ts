import {z} from "zod";
import {duration} from "../../../duration.ts";
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
  /** Column that grows with every row that comes or changes, but for late commits: the key, or as in `updated_at`. */
  follow: column.optional(),
  /** Rows are read again for so long after they came, for those committed late and those changed. */
  overlap: duration.default(3_600_000),
  /** Whether rows that disappear within the overlap count no longer. */
  deletions: z.boolean().default(false)
};

/** A table that grows by a row when something happens. */
const eventTable = z.strictObject({
  ...growing,
  dataset: z.literal("events"),
  /** Unique. */
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
  z
    .discriminatedUnion(
      "dataset",
      [eventTable.extend(connection), readingTable.extend(connection), licenceTable.extend(connection)],
      {error: "write dataset: events, readings or licences"}
    )
    .superRefine((given, context) => {
      const mistake = mistakeIn(given as unknown as Table);
      if (mistake) context.addIssue({code: "custom", ...mistake});
    });

export type EventTable = z.output<typeof eventTable>;
export type ReadingTable = z.output<typeof readingTable>;
export type LicenceTable = z.output<typeof licenceTable>;
export type GrowingTable = EventTable | ReadingTable;
export type Table = GrowingTable | LicenceTable;

function mistakeIn(given: Table): {path: string[]; message: string} | null {
  if (given.dataset === "licences") return null;
  const {key, follow = key, deletions, columns} = given;
  // where a source stands is kept in the clear, so that the database can be asked for what follows
  if ("actor" in columns && columns.actor === follow)
    return {path: ["follow"], message: `${follow} is private (follow a column that is not)`};
  if (deletions && follow !== key)
    return {path: ["deletions"], message: `a changed row leaves its place in ${follow} too (follow the key: ${key})`};
  return null;
}
