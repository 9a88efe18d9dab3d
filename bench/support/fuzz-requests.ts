import type {seeded} from "../../tests/support/random.ts";
import {fuzzBody, rightBody} from "./fuzz-bodies.ts";
import {type Chance, connectionFields, fileFields, type HeaderTargets, identityFields} from "./fuzz-headers.ts";
import {methods, oddParts, places, routes} from "./fuzz-values.ts";

export interface FuzzTargets extends HeaderTargets {
  /** Paths that are there. */
  paths: string[];
  /** A form that this browser was given: with it, tries to log in come as far as the password. */
  form?: {cookie: string; csrf: string};
}

interface FuzzRequest {
  targets: FuzzTargets;
  /** Headers that say who asks, of those who may. */
  credentials?: string | undefined;
}

/** A request as bytes: most are well formed and ask for something odd, some are wrong in themselves, some are noise. */
export function fuzzRequest(random: ReturnType<typeof seeded>, {targets, credentials}: FuzzRequest): Buffer {
  const below = (most: number) => Math.floor(random() * most);
  const draws: Chance = {pick: (values) => values[below(values.length)]!, chance: (share) => random() < share, below};
  const own = credentials ? [credentials] : [];
  if (targets.form && draws.chance(0.002)) return bytes(tryToLogIn(draws, targets.form));
  if (draws.chance(0.9)) return wellFormed(draws, targets, own);
  return draws.chance(0.9) ? malformed(draws, targets, own) : Buffer.from(Array.from({length: 200}, () => below(256)));
}

/** The connection goes on after it. */
function wellFormed(draws: Chance, targets: FuzzTargets, own: string[]): Buffer {
  const {pick, chance} = draws;
  const target = chance(0.25) ? pick(routes(targets.id)) : path(draws, targets).replace(/[\\# \u0080-\u00ff]/g, "");
  const hasBody = chance(0.15);
  const lines = [`${hasBody ? "POST" : pick(["GET", "GET", "GET", "GET", "HEAD", "PUT"])} ${target} HTTP/1.1`];
  lines.push("Host: localhost", ...own);
  while (chance(0.55)) lines.push(pick(chance(0.6) ? fileFields : identityFields)(draws, targets));
  if (!hasBody) return bytes(lines);
  const {fields, body} = rightBody(draws);
  return bytes(
    [...lines, `Content-Type: ${pick(["application/json", "application/x-www-form-urlencoded"])}`, ...fields],
    body
  );
}

/** Mostly the last of its connection. */
function malformed(draws: Chance, targets: FuzzTargets, own: string[]): Buffer {
  const {pick, chance} = draws;
  const target = chance(0.4) ? pick(routes(targets.id)) : path(draws, targets);
  const lines = [`${pick(methods)} ${target} HTTP/${chance(0.8) ? "1.1" : pick(["1.0", "1.0", "0.9", "1.x", "2.0"])}`];
  if (chance(0.97)) lines.push("Host: localhost");
  lines.push(...own);
  const fields = [...fileFields, ...identityFields, ...connectionFields, ...connectionFields];
  while (chance(0.6)) lines.push(pick(fields)(draws, targets));
  const {fields: lengths, body} = chance(0.4) ? fuzzBody(draws) : {fields: [], body: ""};
  return bytes([...lines, ...lengths], body);
}

function path({pick, chance, below}: Chance, {paths, id}: FuzzTargets): string {
  if (chance(0.25)) return `/${pick(paths)}`;
  const parts = Array.from({length: 1 + below(6)}, () => (chance(0.2) ? pick(paths) : pick(oddParts)));
  const base = chance(0.3) ? pick([...places, `/snapshots/${id}/`, `/snapshots/${id}/../`]) : "/";
  return base + parts.join(pick(["/", "/", "/", "%2f", "\\", ""]));
}

function tryToLogIn({pick, below}: Chance, {cookie, csrf}: {cookie: string; csrf: string}): string[] {
  const name = pick(["reader", "operator", "__proto__", `n${below(10_000)}`, "\u00ff", "x".repeat(3000)]);
  const body = `csrf=${csrf}&user=${encodeURIComponent(name)}&password=${pick(["wrong", "", "%00", "%f0%9f%98%80"])}&to=//x`;
  return [
    "POST /login HTTP/1.1",
    "Host: localhost",
    `Cookie: ${cookie}`,
    `X-Forwarded-For: 198.51.100.${below(256)}`,
    "Content-Type: application/x-www-form-urlencoded",
    `Content-Length: ${body.length}`,
    "",
    body
  ];
}

const bytes = (lines: string[], body?: string): Buffer =>
  Buffer.from(lines.includes("") ? lines.join("\r\n") : `${lines.join("\r\n")}\r\n\r\n${body ?? ""}`, "latin1");
