import {z} from "zod";

/** The option type of a secret: the name of the environment variable that holds it, never the secret itself. */
export const environmentSecret = z.strictObject(
  {env: z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "write a variable's name")},
  {
    error: ({code}) =>
      code === "invalid_type" ? 'write {env: "NAME"}, the environment variable that holds it' : undefined
  }
);

/** Throws when the environment has none. */
export function secretOf({env: name}: z.output<typeof environmentSecret>, env: NodeJS.ProcessEnv): string {
  const secret = env[name];
  if (!secret) throw new Error(`missing in the environment: ${name} (set it to the secret before Weir starts)`);
  return secret;
}
