const second = 1000;
const units: [string, number][] = [
  ["day", 86_400 * second],
  ["hour", 3600 * second],
  ["minute", 60 * second],
  ["second", second]
];

/** A length of time by its largest unit: `3 days`, `1 hour`, `0 seconds`. */
export function spanInWords(ms: number): string {
  const [name, length] = units.find(([, length]) => Math.abs(ms) >= 0.99 * length) ?? units.at(-1)!;
  const n = Math.round(Math.abs(ms) / length);
  return `${n.toLocaleString("en")} ${name}${n === 1 ? "" : "s"}`;
}

const sizes = ["bytes", "KiB", "MiB", "GiB", "TiB"];

/** An amount of bytes in binary units: `1.5 GiB`. */
export function bytesInWords(bytes: number): string {
  const step = Math.min(sizes.length - 1, bytes < 1 ? 0 : Math.floor(Math.log2(bytes) / 10));
  const n = bytes / 1024 ** step;
  return `${n.toLocaleString("en", {maximumFractionDigits: n < 10 && step > 0 ? 1 : 0})} ${sizes[step]}`;
}
