import type {WriteStream} from "node:tty";
import type {Say} from "../log.ts";
import {printable} from "../text-table.ts";
import {aboutLine, levels} from "./about-line.ts";

export type Terminal = Pick<WriteStream, "isTTY" | "write" | "columns" | "rows">;

export interface TerminalView {
  say: Say;
  /** Leaves the terminal with the last state standing, and the cursor below it. */
  close(): void;
}

export interface ViewOptions {
  /** The lines of the block as they are now; the last thing that was said is added. */
  status: () => string[];
  stream?: Terminal;
  everyMs?: number;
}

const csi = "\u001b[";

/** Whether lines can be written over. */
export const canRedraw = (stream: Pick<Terminal, "isTTY">, env: NodeJS.ProcessEnv = process.env): boolean =>
  Boolean(stream.isTTY) && env.TERM !== "dumb" && env.WEIR_LOG !== "json" && env.WEIR_LOG !== "text";

/**
 * A block of lines that stays at the end of a terminal and is written over in place, a line only where it changed, in one
 * write. Warnings and errors scroll away above it; what else is said is its last line. The block never is higher than the
 * terminal, nor its lines wider.
 */
export function terminalView(
  {status, stream = process.stderr, everyMs = 1000}: ViewOptions,
  {now = () => new Date()} = {}
): TerminalView {
  let shown: string[] = [];
  let shape = "";
  let last = "";
  const time = () => now().toTimeString().slice(0, 8);
  const block = () => {
    const [width, height] = [stream.columns || 80, stream.rows || 24];
    const lines = [...status(), ...(last ? [last] : [])].map((line) => cut(printable(line), width - 1));
    return lines.length < height ? lines : [...lines.slice(0, height - 2), ...lines.slice(-1)];
  };
  const draw = (above = "") => {
    const next = block();
    const size = `${stream.columns}x${stream.rows}`;
    const anew = above !== "" || size !== shape || next.length < shown.length;
    if (!anew && next.length === shown.length && next.every((line, i) => line === shown[i])) return;
    const up = shown.length ? `\r${csi}${shown.length}A` : "";
    const body = next.map((line, i) => (!anew && line === shown[i] ? "\n" : `${line}${csi}K\n`)).join("");
    stream.write(`${csi}?2026h${up}${anew ? `${csi}J` : ""}${above}${body}${csi}?2026l`);
    [shown, shape] = [next, size];
  };
  const timer = setInterval(() => draw(), everyMs);
  return {
    say(line, about) {
      const {level} = aboutLine(line, about);
      if (levels.indexOf(level) < levels.indexOf("warn")) {
        last = `${time()}  ${line}`;
        return draw();
      }
      draw(`${time()}  ${printable(line)}\n`);
    },
    close() {
      clearInterval(timer);
      draw();
    }
  };
}

const cut = (text: string, width: number) => (text.length > width ? `${text.slice(0, Math.max(0, width - 1))}…` : text);
