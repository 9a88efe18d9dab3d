import {setTimeout as sleep} from "node:timers/promises";
import {type AwsScope, signAwsRequest} from "./sign.ts";

/** Parameters as AWS's query protocol takes them: lists become `Name.member.1`. */
export type QueryValue = string | number | QueryValue[] | {[name: string]: QueryValue};

export interface AwsService extends AwsScope {
  /** As in https://autoscaling.eu-west-1.amazonaws.com */
  endpoint: string;
  /** Version of the API, as in 2011-01-01. */
  version: string;
}

const tries = 4;

/** The form that is posted for an action. */
export function queryForm(action: string, version: string, parameters: Record<string, QueryValue>): URLSearchParams {
  return new URLSearchParams([["Action", action], ["Version", version], ...flattened("", parameters)]);
}

function flattened(name: string, value: QueryValue): [string, string][] {
  if (typeof value !== "object") return [[name, String(value)]];
  const entries = Array.isArray(value)
    ? value.map((item, i): [string, QueryValue] => [`member.${i + 1}`, item])
    : Object.entries(value);
  return entries.flatMap(([key, inner]) => flattened(name ? `${name}.${key}` : key, inner));
}

/** Calls an action of AWS's query protocol. Returns the XML; throws what AWS says. Waits and tries again when it is busy. */
export async function awsQuery(
  action: string,
  parameters: Record<string, QueryValue>,
  {endpoint, version, ...scope}: AwsService,
  {firstPauseMs = 500} = {}
): Promise<string> {
  const url = new URL("/", endpoint);
  const body = queryForm(action, version, parameters).toString();
  const given = {"content-type": "application/x-www-form-urlencoded; charset=utf-8"};
  for (let attempt = 1; ; attempt++) {
    const headers = signAwsRequest({method: "POST", url, headers: given, body}, scope);
    const response = await fetch(url, {method: "POST", headers, body, signal: AbortSignal.timeout(30_000)}).catch(
      (cause: Error) => {
        throw new Error(`cannot reach ${endpoint}: ${(cause.cause as Error | undefined)?.message ?? cause.message}`, {
          cause
        });
      }
    );
    const text = await response.text();
    if (response.ok) return text;
    const code = xmlText(text, "Code") ?? String(response.status);
    const busy = response.status >= 500 || /Throttling|RequestLimitExceeded|ResourceContention/.test(code);
    if (!busy || attempt >= tries)
      throw new Error(`${action} refused: ${code}: ${xmlText(text, "Message") ?? response.statusText}`);
    await sleep(firstPauseMs * 2 ** (attempt - 1));
  }
}

/** Text of the first element of a name. */
export const xmlText = (xml: string, name: string): string | undefined => xmlElements(xml, name)[0];

/** Content of every element of a name that has no other of it inside. */
export function xmlElements(xml: string, name: string): string[] {
  return [...xml.matchAll(new RegExp(`<${name}>(.*?)</${name}>`, "gs"))].map(([, text]) => unescaped(text!.trim()));
}

const unescaped = (text: string) =>
  text.replace(
    /&(lt|gt|quot|apos|amp);/g,
    (_, name: string) => ({lt: "<", gt: ">", quot: '"', apos: "'", amp: "&"})[name]!
  );
