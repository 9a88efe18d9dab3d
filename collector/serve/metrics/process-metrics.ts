import {readdirSync, readFileSync} from "node:fs";
import {type IntervalHistogram, monitorEventLoopDelay} from "node:perf_hooks";
import {type Metric, single} from "./metrics-text.ts";

/** How often the event loop is looked at, ms. */
const resolution = 20;

/** Memory, processor, file descriptors and event loop of this process. */
export class ProcessMetrics {
  readonly #delay: IntervalHistogram = monitorEventLoopDelay({resolution});

  constructor() {
    this.#delay.enable();
  }

  /** The event loop's lag is that since the last call. */
  metrics(): Metric[] {
    const {rss, heapUsed} = process.memoryUsage();
    const {userCPUTime, systemCPUTime} = process.resourceUsage();
    const lag = (quantile: number) => ({
      labels: {quantile: String(quantile)},
      value: Math.max(0, this.#delay.percentile(quantile * 100) / 1e6 - resolution) / 1000
    });
    const lags = [lag(0.5), lag(0.99), lag(1)];
    this.#delay.reset();
    const fds = openFiles();
    const maxFds = fileLimit();
    return [
      single("gauge", "process_resident_memory_bytes", "Resident memory.", rss),
      single("gauge", "nodejs_heap_size_used_bytes", "Heap in use.", heapUsed),
      single("counter", "process_cpu_seconds_total", "Processor time.", (userCPUTime + systemCPUTime) / 1e6),
      single("gauge", "process_start_time_seconds", "When the process started.", Date.now() / 1000 - process.uptime()),
      ...(fds === null ? [] : [single("gauge", "process_open_fds", "Open file descriptors.", fds)]),
      ...(maxFds === null ? [] : [single("gauge", "process_max_fds", "Most file descriptors allowed.", maxFds)]),
      {
        name: "nodejs_eventloop_lag_seconds",
        help: "How late the event loop's turns were since the last scrape.",
        type: "gauge",
        samples: lags
      }
    ];
  }

  close(): void {
    this.#delay.disable();
  }
}

function openFiles(): number | null {
  try {
    return readdirSync("/proc/self/fd").length - 1; // the one it is read by
  } catch {
    return null;
  }
}

/** Files that this process may have open; null when nobody says. */
export function fileLimit(): number | null {
  try {
    const [, soft] = /^Max open files\s+(\d+)/m.exec(readFileSync("/proc/self/limits", "utf8")) ?? [];
    return Number(soft) || null;
  } catch {
    return null;
  }
}
