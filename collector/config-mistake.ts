import type {z} from "zod";

/**
 * zod's own findings in Weir's words, for `safeParse`'s `error`; undefined where there is nothing to add. Texts are never
 * quoted: one in the wrong place may be a secret.
 */
export function configMistake(issue: z.core.$ZodRawIssue): string | undefined {
  const {input} = issue;
  if (issue.code === "invalid_type") {
    const remedy = `write ${kinds[issue.expected] ?? `a ${issue.expected}`}`;
    return input === undefined ? `missing (${remedy})` : `wrong kind of value: ${kindOf(input)} (${remedy})`;
  }
  if (typeof input !== "number") return undefined;
  if (issue.code === "too_small")
    return `too small: ${input} (write ${issue.inclusive ? "at least" : "more than"} ${issue.minimum})`;
  if (issue.code === "too_big")
    return `too large: ${input} (write ${issue.inclusive ? "at most" : "less than"} ${issue.maximum})`;
  return undefined;
}

const kinds: Record<string, string> = {
  string: "a text",
  boolean: "true or false",
  int: "a whole number",
  array: "a list",
  object: "settings in braces",
  record: "entries in braces"
};

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return "list";
  return value === null ? "null" : typeof value;
}
