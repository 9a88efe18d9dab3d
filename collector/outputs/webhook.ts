import {createHmac} from "node:crypto";
import {z} from "zod";
import {duration} from "../duration.ts";
import {type AlertState, alertLine} from "../watch/alert.ts";
import type {Message} from "../watch/message.ts";
import {environmentSecret, secretOf} from "./environment-secret.ts";
import {outputKind, TryLater, Undeliverable} from "./output.ts";
import {retryAfter} from "./retry-after.ts";

const options = z.strictObject({
  url: z.url({protocol: /^https?$/, error: "write an address that begins with http:// or https://"}),
  /** Signs each request. */
  secret: environmentSecret,
  timeout: duration.default(10_000)
});

/** Of the answers that lay the fault on the sender, those that another attempt may not get. */
const passing = [408, 429];

/**
 * Posts JSON: `{id, kind, alerts, text}`, where alerts are `{sensor_id, time, outlier_stage, value}`. The headers tell the
 * message's id, which is the same in every attempt, and its signature: HMAC-SHA256 of `<timestamp>.<body>`, by the clock
 * at the attempt in seconds, so that a receiver can refuse old ones. An answer of 4xx other than 408 and 429 refuses the
 * message for good; after any other but 2xx it comes again, when `Retry-After` says so or ever later.
 */
export const webhook = outputKind({
  kind: "webhook",
  about: "an HTTP endpoint, signed",
  options,
  create({url, secret, timeout}, {env}) {
    const key = secretOf(secret, env);
    return {
      async deliver(message, signal) {
        const body = bodyOf(message);
        const timestamp = Math.floor(Date.now() / 1000);
        const response = await fetch(url, {
          method: "POST",
          headers: {
            "content-type": "application/json",
            "user-agent": "Weir",
            "x-weir-id": message.id,
            "x-weir-timestamp": String(timestamp),
            "x-weir-signature": `sha256=${signature(key, timestamp, body)}`
          },
          body,
          redirect: "error",
          signal: AbortSignal.any([signal, AbortSignal.timeout(timeout)])
        }).catch((cause: Error) => {
          throw new Error(`cannot reach ${origin(url)}: ${reasonOf(cause)}`, {cause});
        });
        await response.body?.cancel();
        if (response.ok) return;
        const problem = `${origin(url)} answers ${response.status} ${response.statusText}`.trim();
        if (response.status >= 400 && response.status < 500 && !passing.includes(response.status))
          throw new Undeliverable(problem);
        const after = retryAfter(response.headers.get("retry-after"), Date.now());
        throw after === null ? new Error(problem) : new TryLater(problem, after);
      },
      async close() {}
    };
  }
});

/** Signature of a request, in hexadecimal digits. */
export const signature = (key: string, timestamp: number, body: string): string =>
  createHmac("sha256", key).update(`${timestamp}.${body}`).digest("hex");

const bodyOf = ({id, at, kind, alerts, text}: Message): string =>
  JSON.stringify({
    id,
    kind,
    sent: new Date(at).toISOString(),
    alerts: alerts.map((alert: AlertState) => JSON.parse(alertLine(alert))),
    ...(kind === "alerts"
      ? {details: alerts.map(({id, series, detector, reason}) => ({id, series, detector, reason}))}
      : {text})
  });

/** Paths and queries of addresses may be secrets. */
const origin = (url: string): string => new URL(url).origin;

const reasonOf = ({message, cause}: Error): string => (cause instanceof Error ? cause.message : message);
