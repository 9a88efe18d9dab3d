import {relative} from "node:path";
import {type Config, ConfigError} from "../config.ts";
import type {Say} from "../say.ts";
import {configMistakes} from "../validate/config-mistakes.ts";
import {type Mistake, mistakeLine} from "../validate/mistake.ts";
import {validateSite} from "../validate/validate-site.ts";

export interface ValidateEffects {
  /** Writes a line, or a value as JSON, to standard output. */
  print: (value: unknown) => void;
  write: (line: string) => void;
  say: Say;
}

/** `weir validate`: every mistake of the configuration and of the site's pages; exit code 1 where there is one. */
export async function validate(
  config: () => Promise<Config>,
  {json = false}: {json?: boolean},
  {print, write, say}: ValidateEffects
): Promise<void> {
  const {mistakes, summary, unchecked} = await check(config);
  if (json) print(mistakes);
  else for (const mistake of mistakes) write(mistakeLine(mistake));
  for (const line of unchecked) say(`not checked: ${line}`);
  say(mistakes.length ? counted(mistakes) : summary);
  if (mistakes.length) process.exitCode = 1;
}

async function check(config: () => Promise<Config>) {
  try {
    const {root, data, file, sources} = await config();
    const {mistakes, pages, unchecked} = await validateSite({root, data});
    return {
      mistakes,
      unchecked,
      summary: `correct: ${relative(root, file) || file} with ${sources.length} sources, ${pages} pages`
    };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return {
      mistakes: configMistakes(error),
      unchecked: ["the pages, before the configuration can be read"],
      summary: ""
    };
  }
}

function counted(mistakes: readonly Mistake[]): string {
  const files = new Set(mistakes.map(({file}) => file)).size;
  return `${mistakes.length} ${mistakes.length === 1 ? "mistake" : "mistakes"} in ${files} ${files === 1 ? "file" : "files"}`;
}
