/** A secret of the environment, by the setting that names it; null when none is named. Throws when it is not set. */
export function secretOf(
  reference: {env: string} | null,
  setting: string,
  env: NodeJS.ProcessEnv = process.env
): string | null {
  if (!reference) return null;
  const secret = env[reference.env];
  if (!secret) throw new Error(`${setting}: not set: ${reference.env} (export it where Weir is started)`);
  return secret;
}
