/** A loader that did not make its file, and what pages show instead. */
export interface LoaderFailure {
  /** Relative to the project, as in `src/data/sensors.json.ts`. */
  loader: string;
  /** What it makes, relative to the site's sources. */
  target: string;
  /** In one line, fit for readers: without secrets and without paths of this machine. */
  reason: string;
  /** When it failed, ms. */
  at: number;
  /** When what is shown instead was made, ms; null when there is nothing to show. */
  since: number | null;
  /** All that it printed, for the operator. */
  printed: string;
}

/** `src/data/sensors.json.ts failed: reason; what is shown is from 2026-01-31T12:00:00Z`. */
export const failureNote = ({loader, reason, since}: LoaderFailure): string =>
  `loader failed: ${loader}: ${reason} (${since === null ? "nothing to show instead" : `shown as of ${new Date(since).toISOString()}`})`;

const longest = 200;
const secretName = /KEY|SECRET|TOKEN|PASSWORD|PASSWD|CREDENTIAL/i;

/**
 * Why a program failed, in one line, from what it printed: the message of its error, else its first line. Passwords in
 * addresses, values of secret variables of the environment and the project's path are taken out.
 */
export function failureReason(
  printed: string,
  {root, env = process.env}: {root: string; env?: NodeJS.ProcessEnv}
): string {
  const lines = printed.split("\n").map((line) => line.trim());
  const line =
    lines.find((line) => /^(Uncaught )?([A-Z]\w*)?Error\b.*:/.test(line)) ??
    lines.find(Boolean) ??
    "it printed nothing";
  const secrets = Object.entries(env).flatMap(([name, value]) =>
    secretName.test(name) && value && value.length >= 6 ? value : []
  );
  const clean = secrets
    .reduce((text, secret) => text.replaceAll(secret, "***"), line)
    .replace(/(\w+:\/\/)[^\s/@]+@/g, "$1***@")
    .replaceAll(`${root}/`, "");
  return clean.length > longest ? `${clean.slice(0, longest - 1)}…` : clean;
}
