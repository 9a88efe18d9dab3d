import {spawn} from "node:child_process";
import {once} from "node:events";
import {existsSync} from "node:fs";
import {open} from "node:fs/promises";
import {type AfterTest, afterTest} from "./after-test.ts";
import {findProgram} from "./find-program.ts";
import {waitFor} from "./wait-for.ts";

export interface TerminalPair {
  /** What has come out at the far end so far. */
  readonly received: string;
  /** Calls back with what comes. */
  onData: (text: string) => void;
  /** Pulls the plug. */
  unplug(): Promise<void>;
}

/** Why there can be no pair here; undefined where there can. */
export const noTerminalPair = findProgram(["socat"]) ? undefined : "socat is not installed (apt-get install socat)";

/** A serial line made by socat: its near end stands at `path`, what is written there is read at the far end. */
export async function terminalPair(t: AfterTest, path: string): Promise<TerminalPair> {
  const far = `${path}.far`;
  const socat = spawn("socat", [`pty,raw,echo=0,link=${path}`, `pty,raw,echo=0,link=${far}`], {stdio: "ignore"});
  const ended = once(socat, "exit");
  const unplug = async () => {
    socat.kill("SIGTERM");
    await ended;
  };
  afterTest(t, unplug);
  await waitFor(() => existsSync(path) && existsSync(far), {message: "socat to make a pair", everyMs: 5});
  const handle = await open(far, "r");
  const pair = {received: "", onData: (_text: string) => {}, unplug};
  const stream = handle.createReadStream({encoding: "utf8", highWaterMark: 4096});
  stream.on("data", (text) => {
    pair.received += text;
    pair.onData(`${text}`);
  });
  stream.on("error", () => {}); // the plug was pulled
  return pair;
}
