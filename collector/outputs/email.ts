import {readFileSync} from "node:fs";
import {resolve} from "node:path";
import {z} from "zod";
import {stageNames} from "../../loaders/outliers/stage.ts";
import type {Alert} from "../watch/alert.ts";
import type {Message} from "../watch/message.ts";
import {environmentSecret, secretOf} from "./environment-secret.ts";
import {outputKind, Undeliverable} from "./output.ts";

const options = z
  .strictObject({
    host: z.string().min(1),
    port: z.int().min(1).max(65535).default(587),
    /** `starttls` refuses to go on in the clear; `tls` is encrypted from the first byte, usually on port 465. */
    security: z.enum(["none", "starttls", "tls"]).default("starttls"),
    user: z.string().min(1).optional(),
    password: environmentSecret.optional(),
    /** File with the certificates to trust (PEM), where the server's own is from nobody whom Node knows. */
    ca: z.string().min(1).optional(),
    from: z.email(),
    to: z.array(z.email()).min(1)
  })
  .refine(({user, password}) => (user === undefined) === (password === undefined), {
    path: ["password"],
    error: "write user and password, or neither"
  })
  .refine(({user, security}) => user === undefined || security !== "none", {
    path: ["security"],
    error: "a password is not sent in the clear (write starttls or tls)"
  });

/** Longest wait for a mail server, ms. */
const patience = 20_000;

/** Age up to which a message that some have already waits for others, whose server says later, ms. */
const longestWait = 15 * 60_000;

/** What a mail server says of a mail, or of one of its recipients. */
interface Refusal extends Error {
  code?: string;
  responseCode?: number;
  recipient?: string;
  /** Of each recipient, when it takes none of them. */
  rejectedErrors?: Refusal[];
}

const recipientsOf = (refusals: readonly Refusal[]): string[] => refusals.flatMap(({recipient}) => recipient ?? []);

/** Whether it stays so; what is turned down before a server sees it has no code, and stays so, too. */
const isForGood = ({code, responseCode = 500}: Refusal): boolean =>
  (code === "EMESSAGE" || code === "EENVELOPE") && responseCode >= 500;

/** Sends a mail for each message: what is wrong, since when and why. */
export const email = outputKind({
  kind: "email",
  about: "e-mail over SMTP",
  options,
  create({host, port, security, user, password, ca, from, to}, {root, env}) {
    const auth = user && password ? {user, pass: secretOf(password, env)} : undefined;
    const tls = ca === undefined ? {} : {ca: readFileSync(resolve(root, ca))};
    const transport = import("nodemailer").then(({createTransport}) =>
      createTransport({
        host,
        port,
        auth,
        tls,
        secure: security === "tls",
        requireTLS: security === "starttls",
        ignoreTLS: security === "none",
        connectionTimeout: patience,
        greetingTimeout: patience,
        socketTimeout: patience
      })
    );
    transport.catch(() => {}); // told by whoever delivers
    const domain = from.slice(from.lastIndexOf("@") + 1);
    /** The message that is being sent, and whom it has yet to reach: the others are not sent it again. */
    let [sending, left] = ["", to];
    return {
      async deliver(message) {
        const {id, at} = message;
        if (id !== sending) [sending, left] = [id, to];
        const mail = {from, to, date: new Date(at), messageId: `<${id.replace(/[^\w.+-]/g, "-")}@${domain}>`};
        const addressed = {...mail, envelope: {from, to: left}, headers: {"X-Weir-Id": id}};
        const refusals: Refusal[] = await (await transport)
          .sendMail({...addressed, subject: subjectOf(message), text: textOf(message)})
          .then(
            ({rejectedErrors = []}: {rejectedErrors?: Refusal[]}) => {
              left = recipientsOf(rejectedErrors);
              return rejectedErrors;
            },
            (error: Refusal) => error.rejectedErrors ?? [error]
          );
        if (refusals.length === 0) {
          sending = "";
          return;
        }
        const passing = refusals.find((refusal) => !isForGood(refusal));
        const cause = passing ?? refusals[0]!;
        const whom = recipientsOf(refusals).join(", ");
        const problem = `cannot send mail by ${host}:${port}${whom && ` to ${whom}`}: ${cause.message}`;
        const isHeldUp = passing?.recipient && left.length < to.length && Date.now() - at > longestWait;
        throw passing && !isHeldUp ? new Error(problem, {cause}) : new Undeliverable(problem, {cause});
      },
      async close() {
        (await transport).close();
      }
    };
  }
});

function subjectOf({kind, alerts: [first, ...rest]}: Message): string {
  if (!first) return kind === "nightFlow" ? "Weir: night flow" : "Weir: report";
  if (rest.length) return `Weir: ${rest.length + 1} alerts`;
  return `Weir: ${first.series} ${stateOf(first)}`;
}

const textOf = ({alerts, text}: Message): string =>
  alerts.length === 0 ? text : `${alerts.map(paragraph).join("\n\n")}\n\n${text}`;

const paragraph = (alert: Alert): string =>
  `${alert.series}: ${stateOf(alert)} (${alert.detector}, alert ${alert.id})\n${alert.reason}\nSince ${minuteOf(alert.since)}${
    alert.clearedAt === null ? "" : `, over at ${minuteOf(alert.clearedAt)}`
  }.`;

const stateOf = ({stage, clearedAt}: Alert): string => (clearedAt === null ? stageNames[stage] : "normal again");
const minuteOf = (time: number): string => `${new Date(time).toISOString().slice(0, 16).replace("T", " ")} UTC`;
