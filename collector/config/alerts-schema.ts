import {z} from "zod";
import {duration} from "../duration.ts";
import {outputKinds} from "../outputs/index.ts";
import {messageKinds} from "../watch/message.ts";
import {silenceSchema} from "./silence-schema.ts";

const identifier = z.string().regex(/^[a-z][a-z0-9-]*$/, "write a name of lower-case letters, digits and dashes");
const sent = z.array(z.enum(messageKinds)).min(1);
const all = [...messageKinds];
const {serial, webhook, file, email} = outputKinds;

const output = z.discriminatedUnion(
  "kind",
  [
    serial.options.extend({kind: z.literal("serial"), send: sent.default(all)}),
    webhook.options.extend({kind: z.literal("webhook"), send: sent.default(all)}),
    file.options.extend({kind: z.literal("file"), send: sent.default(all)}),
    email.options.safeExtend({kind: z.literal("email"), send: sent.default(["alerts"])})
  ],
  {error: `write one of ${Object.keys(outputKinds).join(", ")}`}
);

/** What alerts are, and where they and the reports go. */
export const alertsSchema = z
  .strictObject({
    /** Stage from which on a finding is an alert. */
    raiseAt: z.int().min(1).max(4).default(2),
    /** How long it has to be calm before an alert is over, and to last before it is one. */
    clearAfter: duration.default(300_000),
    minDuration: duration.default(0),
    /** How often an alert that goes on and that nobody has acknowledged is sent again; null is never. */
    repeat: duration.nullable().default(null),
    /** Series and times that are not told of. What goes on when a silence ends is told then. */
    silence: z.array(silenceSchema).default([]),
    /** More alerts than this in a minute become one message that lists the rest. */
    storm: z.strictObject({most: z.int().min(1).default(10)}).prefault({}),
    outputs: z.record(identifier, output).default({})
  })
  .prefault({});

export type AlertSettings = z.output<typeof alertsSchema>;
