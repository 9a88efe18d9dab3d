import {type About, aboutLine, type Level, levels} from "./log/about-line.ts";
import {printable} from "./text-table.ts";

export type {About, Level} from "./log/about-line.ts";

/** Tells a line; who knows more than its words do says so. */
export type Say = (line: string, about?: About) => void;

/** A stream that lines are written to. */
export type LineStream = Pick<NodeJS.WriteStream, "write">;

export interface LogOptions {
  env?: NodeJS.ProcessEnv;
  stream?: LineStream;
  now?: () => Date;
}

/**
 * The log, on stderr. Lines for people are the default in a pipe, too, where people read them by `less`, `tee` or mail from
 * cron; `WEIR_LOG=json` makes them JSON lines for collectors of logs, as units and containers set it. Lines below
 * `WEIR_LOG_LEVEL` are left out. Throws when either is set to something unknown.
 */
export async function makeLog({env = process.env, stream, now = () => new Date()}: LogOptions = {}): Promise<Say> {
  const form = env.WEIR_LOG || "text";
  if (form !== "json" && form !== "text") throw new Error(`WEIR_LOG: unknown: ${form} (write json or text)`);
  const least = (env.WEIR_LOG_LEVEL || "info") as Level;
  if (!levels.includes(least)) throw new Error(`WEIR_LOG_LEVEL: unknown: ${least} (write one of ${levels.join(", ")})`);
  if (form === "text") return textLog(least, stream ?? process.stderr, now);
  const {pino} = await import("pino"); // for those alone who ask for it
  const options = {
    level: least,
    base: null,
    timestamp: () => `,"time":"${now().toISOString()}"`,
    formatters: {level: (level: string) => ({level})}
  };
  const log = pino(options, stream ?? pino.destination({dest: 2, sync: true})); // nothing is lost when the process ends
  return (line, about = {}) => {
    const {level, component, ...fields} = aboutLine(line, about);
    log[level]({component, ...fields}, line);
  };
}

function textLog(least: Level, stream: LineStream, now: () => Date): Say {
  return (line, about = {}) => {
    if (levels.indexOf(aboutLine(line, about).level) < levels.indexOf(least)) return;
    stream.write(`${now().toTimeString().slice(0, 8)}  ${line.split("\n").map(printable).join("\n")}\n`);
  };
}
