import type {Config} from "../config.ts";
import type {Say} from "../say.ts";
import {terminalProgress} from "../terminal-progress.ts";
import {verify} from "../verify.ts";

interface VerifyOptions {
  json?: boolean;
  print: (value: unknown) => void;
  say: Say;
}

/** `weir lake verify`: every broken promise a line; a collector may run meanwhile. */
export async function verifyLake({data}: Config, {json, print, say}: VerifyOptions): Promise<void> {
  const progress = terminalProgress();
  const onFile = (done: number, of: number) => progress.show(`${done} of ${of} files`);
  const verified = await verify(data, {onFile}).finally(() => progress.clear());
  const {files, rows, problems} = verified;
  if (json) print(verified);
  else for (const problem of problems) process.stdout.write(`${problem}\n`);
  const verdict = problems.length
    ? `${problems.length} ${problems.length === 1 ? "problem" : "problems"}`
    : "all is as it should be";
  say(`${files} files, ${rows.toLocaleString("en")} rows: ${verdict}`);
  if (problems.length) process.exitCode = 1;
}
