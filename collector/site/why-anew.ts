import type {Origin} from "./loader-outputs.ts";

/** What an output calls now may be this long ago, ms. */
const longestMs = 3_600_000;

/** Why an output has to be made again, by what is known without looking at the lake; null when nothing speaks for it. */
export function whyAnew(
  origin: Origin | null,
  {code, now}: {code: Record<string, string>; now: number}
): string | null {
  if (!origin) return "not made before, or not whole any more";
  const paths = [...new Set([...Object.keys(code), ...Object.keys(origin.code)])];
  const [changed] = paths.filter((path) => code[path] !== origin.code[path]);
  if (changed !== undefined) return `changed: ${changed}`;
  if (now < origin.now) return "made at a later time than now";
  return now - origin.now >= longestMs ? "made an hour ago or more" : null;
}
