import type {Say} from "./log.ts";

export type {Say} from "./log.ts";

/** One line to people: on stderr, with the time of day. */
export const say: Say = (line) => {
  process.stderr.write(`${new Date().toTimeString().slice(0, 8)}  ${line}\n`);
};
