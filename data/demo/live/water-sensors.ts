import {existsSync, readFileSync, writeFileSync} from "node:fs";
import {minute, sqlTime} from "../calendar.ts";
import {meters} from "../meters.ts";
import {waterPlant} from "../water.ts";
import type {Installation} from "./installation.ts";
import {PseudoTerminal} from "./pseudo-terminal.ts";

/** How much the line's converter keeps while nobody listens, ms. */
const kept = 60 * minute;

/**
 * Three water meters on one serial line at `path`. When a minute turns, each says `001 2024-07-09 00:01 227.4 3.61`:
 * name, date and time (UTC), flow in m³/h, pressure in bar. At the first start they begin with the anchor's minute, so that
 * nothing is missing after the history; later with the present one. No minute is ever said twice: the next one stands
 * in `<path>.next`.
 */
export function waterSensors(path: string, anchor: number, {now = Date.now} = {}): Installation {
  const read = waterPlant(anchor);
  const terminal = new PseudoTerminal(path);
  const memory = `${path}.next`;
  let next = firstMinute(memory, anchor, now());
  let heard = false;
  let pending: Uint8Array = new Uint8Array();

  const lines = (time: number): Buffer => {
    const stamp = sqlTime(time).slice(0, 16);
    const said = meters.map((id) => {
      const reading = read(id, time);
      return reading ? `${id} ${stamp} ${reading.flow.toFixed(1)} ${reading.pressure.toFixed(2)}\n` : "";
    });
    return Buffer.from(said.join(""));
  };

  return {
    tick(now) {
      const current = Math.floor(now / minute) * minute;
      next = Math.max(next, current - kept);
      // A port is emptied while it is being opened: the meters wait until the reader has been there for a while.
      const before = heard;
      heard = terminal.connected;
      if (!heard) pending = new Uint8Array();
      if (!heard || !before) return;
      for (;;) {
        pending = pending.subarray(terminal.write(pending));
        if (pending.length || next > current) return;
        pending = lines(next);
        next += minute;
        writeFileSync(memory, new Date(next).toISOString());
      }
    },
    stop: () => terminal.close()
  };
}

/** The anchor's minute at the first start, later the present one if it has not been said; a torn note says nothing. */
function firstMinute(memory: string, anchor: number, now: number): number {
  if (!existsSync(memory)) return anchor;
  return Math.max(Date.parse(readFileSync(memory, "utf8")) || 0, Math.floor(now / minute) * minute);
}
