import {z} from "zod";

/** Headers whose values stay out of the configuration: name to the environment variable that holds it. */
export const headerOptions = z.record(
  z.string().regex(/^[!#$%&'*+.^_`|~\w-]+$/, "not the name of a header"),
  z.strictObject({env: z.string().min(1)})
);

/** The headers with their values. Throws when a variable is not set; never shows a value. */
export function headersFrom(
  given: z.output<typeof headerOptions>,
  env: NodeJS.ProcessEnv = process.env
): Record<string, string> {
  const pairs = Object.entries(given).map(([header, {env: name}]) => {
    const value = env[name];
    if (!value) throw new Error(`environment variable is not set: ${name} (for the header ${header})`);
    if (!/^[\t\x20-\x7e]*$/.test(value)) throw new Error(`environment variable does not fit in a header: ${name}`);
    return [header, value];
  });
  return Object.fromEntries(pairs);
}
