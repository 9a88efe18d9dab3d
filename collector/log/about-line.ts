/** From the least to the most important. */
export const levels = ["debug", "info", "warn", "error", "fatal"] as const;
export type Level = (typeof levels)[number];

/** What is known of a line besides its words. */
export interface About {
  level?: Level;
  /** The part of Weir, or the source, that it is about. */
  component?: string;
  [field: string]: unknown;
}

const errors = /BALANCE|cannot be checked|cannot write/;
const warnings = /\b(cannot|failed|refused|damaged|lost|away|not published|not checked|broken link|in use)\b/;
/** Words before a colon that name no part. */
const noParts = new Set(["ready", "real", "simulated", "stopping", "next", "removed", "restored"]);

/** Level and part of a line: as they are given, or else as its words tell: `lake: cannot write` is an error of the lake. */
export function aboutLine(line: string, given: About = {}): About & {level: Level; component: string} {
  const [, part = ""] = /^([a-z][a-z0-9-]*): /.exec(line) ?? [];
  const level = errors.test(line) ? "error" : warnings.test(line) ? "warn" : "info";
  return {level, component: part && !noParts.has(part) ? part : "weir", ...given};
}
