import type {Metric} from "./metrics-text.ts";

/** Upper bounds of the buckets of answering times, seconds. */
const bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Counts what a server answered. */
export class HttpMetrics {
  /** Answers by the first digit of their status. */
  readonly #statuses = [0, 0, 0, 0, 0, 0];
  readonly #buckets = bounds.map(() => 0);
  #seconds = 0;
  #answers = 0;
  #limited = 0;

  /** Notes an answer, and how long it took. */
  answered(status: number, seconds: number): void {
    this.#statuses[Math.floor(status / 100)]!++;
    const bucket = bounds.findIndex((bound) => seconds <= bound);
    if (bucket >= 0) this.#buckets[bucket]!++;
    this.#seconds += seconds;
    this.#answers++;
  }

  /** Notes a request that was refused because its address asks too often. */
  limited(): void {
    this.#limited++;
  }

  metrics({streams = 0} = {}): Metric[] {
    let below = 0;
    const buckets = bounds.map((bound, i) => {
      below += this.#buckets[i]!;
      return {suffix: "_bucket" as const, labels: {le: String(bound)}, value: below};
    });
    return [
      {
        name: "weir_http_requests_total",
        help: "Requests answered, by class of status.",
        type: "counter",
        samples: [2, 3, 4, 5].map((digit) => ({labels: {status: `${digit}xx`}, value: this.#statuses[digit]!}))
      },
      {
        name: "weir_http_request_duration_seconds",
        help: "Time from a request to the end of its answer.",
        type: "histogram",
        samples: [
          ...buckets,
          {suffix: "_bucket", labels: {le: "+Inf"}, value: this.#answers},
          {suffix: "_sum", value: this.#seconds},
          {suffix: "_count", value: this.#answers}
        ]
      },
      {
        name: "weir_http_rate_limited_total",
        help: "Requests refused because their address asks too often.",
        type: "counter",
        samples: [{value: this.#limited}]
      },
      {
        name: "weir_live_streams",
        help: "Open streams of fresh readings.",
        type: "gauge",
        samples: [{value: streams}]
      }
    ];
  }
}
