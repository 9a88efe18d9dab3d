/** A metric of Prometheus with its samples. */
export interface Metric {
  name: string;
  help: string;
  type: "counter" | "gauge" | "histogram" | "summary";
  samples: Sample[];
}

export interface Sample {
  /** Of histograms and summaries: `_bucket`, `_sum` or `_count`. */
  suffix?: "_bucket" | "_sum" | "_count";
  labels?: Record<string, string>;
  value: number;
}

export const metricsType = "text/plain; version=0.0.4; charset=utf-8";

/** Metrics in Prometheus' text format 0.0.4. One without samples is left out. */
export function metricsText(metrics: Metric[]): string {
  return metrics
    .filter(({samples}) => samples.length)
    .map(({name, help, type, samples}) =>
      [
        `# HELP ${name} ${help.replace(/\\/g, "\\\\").replace(/\n/g, "\\n")}`,
        `# TYPE ${name} ${type}`,
        ...samples.map((sample) => `${name}${sample.suffix ?? ""}${inBraces(sample.labels)} ${inDigits(sample.value)}`)
      ].join("\n")
    )
    .join("\n")
    .concat("\n");
}

/** A metric of one sample. */
export const single = (type: "counter" | "gauge", name: string, help: string, value: number): Metric => ({
  name,
  help,
  type,
  samples: [{value}]
});

function inBraces(labels: Record<string, string> = {}): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return pairs.length ? `{${pairs.join(",")}}` : "";
}

const escaped = (text: string): string => text.replace(/\\/g, "\\\\").replace(/"/g, '\\"').replace(/\n/g, "\\n");

function inDigits(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "+Inf" : "-Inf";
  return String(value);
}
