import {doctor, type Finding, subjectOf} from "../doctor.ts";
import {printable} from "../text-table.ts";

/** `weir doctor`: what is well and what is not, with the remedy; exit code 1 where something fails. */
export async function examine(
  file: string,
  {json = false, print, write}: {json?: boolean; print: (value: unknown) => void; write: (text: string) => void}
): Promise<void> {
  const found = await doctor(await subjectOf(file));
  const failed = found.some(({level}) => level === "fail");
  if (json) print({ok: !failed, findings: found});
  else write(findingLines(found));
  if (failed) process.exitCode = 1;
}

/** A line for each finding, and below it what to do. */
export function findingLines(found: readonly Finding[]): string {
  const width = Math.max(...found.map(({check}) => check.length));
  return found
    .map(({level, check, text, remedy}) => {
      const line = `${level.padEnd(4)}  ${check.padEnd(width)}  ${printable(text)}\n`;
      return remedy ? `${line}${"".padEnd(width + 8)}-> ${printable(remedy)}\n` : line;
    })
    .join("");
}
