import {createHash, createHmac} from "node:crypto";

export interface AwsCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  /** Of credentials that expire. */
  sessionToken?: string;
}

export interface AwsRequest {
  method: string;
  /** Percent-encoded; a name with odd characters in its path through `encodeAwsPath`. */
  url: URL;
  /** All of them are signed; names in any case. */
  headers?: Record<string, string>;
  /** What is sent; or, of what is streamed, its SHA-256 in hex, or "UNSIGNED-PAYLOAD". */
  body?: string | Uint8Array | {sha256: string};
}

export interface AwsScope {
  credentials: AwsCredentials;
  region: string;
  /** As in the host's name: "s3", "autoscaling". */
  service: string;
}

const algorithm = "AWS4-HMAC-SHA256";

/**
 * The headers to send, lower case and signed by Signature Version 4: those of the request, `x-amz-date`, `authorization`,
 * for S3 `x-amz-content-sha256`, and `x-amz-security-token` where credentials expire. `host` is signed too, and left to
 * `fetch` to send. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function signAwsRequest(
  {method, url, headers = {}, body = ""}: AwsRequest,
  {credentials, region, service}: AwsScope,
  {at = new Date()}: {at?: Date} = {}
): Record<string, string> {
  const time = at.toISOString().replace(/[-:]|\.\d+/g, "");
  const payload = typeof body === "object" && "sha256" in body ? body.sha256 : sha256(body);
  const sent: Record<string, string> = {"x-amz-date": time};
  for (const [name, value] of Object.entries(headers)) sent[name.toLowerCase()] = value;
  if (service === "s3") sent["x-amz-content-sha256"] = payload;
  if (credentials.sessionToken) sent["x-amz-security-token"] = credentials.sessionToken;

  const signed = Object.entries({...sent, host: sent.host ?? url.host}).sort(byName);
  const names = signed.map(([name]) => name).join(";");
  const canonical = [
    method,
    canonicalPath(url, service),
    canonicalQuery(url),
    ...signed.map(([name, value]) => `${name}:${value.trim().replace(/ +/g, " ")}`),
    "",
    names,
    payload
  ].join("\n");

  const scope = [time.slice(0, 8), region, service, "aws4_request"];
  const key = scope.reduce<string | Buffer>(hmac, `AWS4${credentials.secretAccessKey}`);
  const signature = hmac(key, [algorithm, time, scope.join("/"), sha256(canonical)].join("\n")).toString("hex");
  const {host: _, ...rest} = sent;
  return {
    ...rest,
    authorization: `${algorithm} Credential=${credentials.accessKeyId}/${scope.join("/")}, SignedHeaders=${names}, Signature=${signature}`
  };
}

/** A path whose every character but `/` and the unreserved ones is percent-encoded, as AWS signs it. */
export function encodeAwsPath(path: string): string {
  return path.split("/").map(encodeAws).join("/");
}

/** S3 signs the path as it is sent, the other services sign it encoded once more. */
function canonicalPath(url: URL, service: string): string {
  const once = encodeAwsPath(url.pathname.split("/").map(decodeURIComponent).join("/"));
  if (service === "s3") return once;
  return encodeAwsPath(once.replace(/\/{2,}/g, "/"));
}

function canonicalQuery(url: URL): string {
  return [...url.searchParams]
    .map(([name, value]): [string, string] => [encodeAws(name), encodeAws(value)])
    .sort((a, b) => byName(a, b) || compare(a[1], b[1]))
    .map((pair) => pair.join("="))
    .join("&");
}

function encodeAws(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

const byName = ([a]: [string, string], [b]: [string, string]) => compare(a, b);
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
const sha256 = (data: string | Uint8Array) => createHash("sha256").update(data).digest("hex");
const hmac = (key: string | Buffer, data: string): Buffer => createHmac("sha256", key).update(data).digest();
