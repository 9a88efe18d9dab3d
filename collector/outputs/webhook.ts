import {createHmac} from "node:crypto";
import {z} from "zod";
import {duration} from "../duration.ts";
import {type AlertState, alertLine} from "../watch/alert.ts";
import type {Message} from "../watch/message.ts";
import {environmentSecret, secretOf} from "./environment-secret.ts";
import {outputKind, Undeliverable} from "./output.ts";

const options = z.strictObject({
  url: z.url({protocol: /^https?$/, error: "write an address that begins with http:// or https://"}),
  /** Signs each request. */
  secret: environmentSecret,
  timeout: duration.default(10_000)
});

/** Answers that tell of the message itself; whatever else is wrong may be mended meanwhile. */
const refusals = [400, 413, 415, 422];

/**
 * Posts JSON: `{id, kind, alerts, text}`, where alerts are `{sensor_id, time, outlier_stage, value}`. The headers tell the
 * message's id, which is the same in every attempt, and its signature: HMAC-SHA256 of `<timestamp>.<body>`, by the clock
 * at the attempt in seconds, so that a receiver can refuse old ones.
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
        throw refusals.includes(response.status) ? new Undeliverable(problem) : new Error(problem);
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
