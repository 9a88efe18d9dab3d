import {readdirSync, readFileSync} from "node:fs";

/** Linux counts processor time in hundredths of a second. */
const ticksPerSecond = 100;

/** Processor time that a process and those in its group have used so far, s. */
export const cpuSeconds = (group: number): number =>
  total(group, (pid) => {
    const [user, system] = fields(pid).slice(11, 13).map(Number) as [number, number];
    return (user + system) / ticksPerSecond;
  });

/** Memory that they hold, bytes; what several share counts for each. */
export const residentBytes = (group: number): number => total(group, processMemory);

/** Memory that one process holds, bytes. */
export const processMemory = (pid: number | string): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) * 1024;

const total = (group: number, figure: (pid: string) => number): number =>
  readdirSync("/proc")
    .filter((pid) => /^\d+$/.test(pid) && groupOf(pid) === group)
    .reduce((sum, pid) => sum + figure(pid), 0);

/** Undefined for a process that has ended meanwhile. */
function groupOf(pid: string): number | undefined {
  try {
    return Number(fields(pid)[2]);
  } catch {
    return undefined;
  }
}

/** Of /proc/<pid>/stat, from the state on, which follows the name in brackets. */
function fields(pid: string): string[] {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
}
