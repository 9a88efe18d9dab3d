import {readFile, statfs} from "node:fs/promises";
import {cpus, freemem, totalmem} from "node:os";
import {fileProblem} from "./file-problem.ts";

/** Shares in %, rates in kbit/s. Null: unknown, because a rate needs two samples or the system does not tell. */
export interface MachineUsage {
  cpu: number | null;
  memory: number | null;
  sent: number | null;
  received: number | null;
  disk: number | null;
}

/** Counters that only grow, and what they say together with those of the sample before. */
export interface MachineSample {
  /** Monotonic, ms. */
  at: number;
  cpu: {busy: number; total: number};
  /** Bytes since the machine started; null where /proc/net/dev is missing. */
  network: {sent: number; received: number} | null;
  usage: MachineUsage;
}

/**
 * Samples this machine; rates are means since `previous`. Memory in use is what programs could not get if they asked
 * (Linux' MemAvailable); disk usage is that of the file system which holds `disk`, as `df` computes it.
 */
export async function sampleMachine(
  previous: MachineSample | null,
  {disk = "/"} = {},
  {readText = (path: string) => readFile(path, "utf8"), now = () => performance.now()} = {}
): Promise<MachineSample> {
  const network = await readText("/proc/net/dev").then(networkTotals, () => null);
  const sample = {at: now(), cpu: cpuTotals(), network};
  return {...sample, usage: {...ratesBetween(previous, sample), memory: memoryUsage(), disk: await diskUsage(disk)}};
}

type Counters = Pick<MachineSample, "at" | "cpu" | "network">;

/** CPU share and network rates between two samples. A counter that shrank (interface gone, wrapped) gives null. */
export function ratesBetween(
  previous: Counters | null,
  next: Counters
): Pick<MachineUsage, "cpu" | "sent" | "received"> {
  if (!previous) return {cpu: null, sent: null, received: null};
  const total = next.cpu.total - previous.cpu.total;
  const busy = next.cpu.busy - previous.cpu.busy;
  return {
    cpu: total > 0 && busy >= 0 ? Math.min(100, (100 * busy) / total) : null,
    sent: rate(previous.network?.sent, next.network?.sent, next.at - previous.at),
    received: rate(previous.network?.received, next.network?.received, next.at - previous.at)
  };
}

function rate(from: number | undefined, to: number | undefined, ms: number): number | null {
  return from !== undefined && to !== undefined && to >= from && ms > 0 ? ((to - from) * 8) / ms : null;
}

/** Bytes sent and received over all interfaces but the loopback, from the text of /proc/net/dev. */
export function networkTotals(text: string): {sent: number; received: number} {
  const totals = {sent: 0, received: 0};
  for (const line of text.split("\n")) {
    const match = /^\s*([^:\s]+):\s*(.*)$/.exec(line);
    if (!match || match[1] === "lo") continue;
    const fields = match[2]!.trim().split(/\s+/).map(Number);
    totals.received += fields[0] ?? 0;
    totals.sent += fields[8] ?? 0;
  }
  return totals;
}

function cpuTotals(): {busy: number; total: number} {
  const totals = {busy: 0, total: 0};
  for (const {times} of cpus()) {
    const busy = times.user + times.nice + times.sys + times.irq;
    totals.busy += busy;
    totals.total += busy + times.idle;
  }
  return totals;
}

const memoryUsage = (): number => 100 * (1 - freemem() / totalmem());

async function diskUsage(path: string): Promise<number | null> {
  try {
    const {blocks, bfree, bavail} = await statfs(path);
    const used = blocks - bfree;
    return used + bavail > 0 ? (100 * used) / (used + bavail) : null;
  } catch (cause) {
    throw new Error(`cannot read disk usage: ${path} (${fileProblem(cause)})`, {cause});
  }
}
