import {z} from "zod";

const units = {ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000} as const;

/** A length of time as people write it (`500ms`, `10s`, `5m`, `1h`, `7d`), in milliseconds. */
export function parseDuration(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(text);
  if (!match) throw new Error(`invalid duration: ${text} (write 10s, 5m, 1h or 7d)`);
  return Number(match[1]) * units[match[2] as keyof typeof units];
}

/** The option type of a duration: text in, milliseconds out. */
export const duration = z.string().transform((text, context) => {
  try {
    return parseDuration(text);
  } catch (error) {
    context.addIssue({code: "custom", message: (error as Error).message});
    return z.NEVER;
  }
});
