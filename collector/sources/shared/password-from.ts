import {z} from "zod";

/** The option type of a password: the name of the environment variable that holds it. */
export const passwordFrom = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "write the name of an environment variable, not the password");

/** The password. Throws when its variable is not set. */
export function readPassword(name: string, env: NodeJS.ProcessEnv = process.env): string {
  const password = env[name];
  if (!password) throw new Error(`environment variable is not set: ${name} (for passwordFrom)`);
  return password;
}
