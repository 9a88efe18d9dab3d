/** A number for a terminal with as many digits as its size deserves; - for one that is not known. */
export const written = (value: number | null): string =>
  value === null ? "-" : value.toLocaleString("en", {maximumFractionDigits: Math.abs(value) < 100 ? 2 : 0});

/** Bytes as people compare them. */
export const megabytes = (bytes: number): string =>
  `${(bytes / 1e6).toLocaleString("en", {maximumFractionDigits: 2})} MB`;
