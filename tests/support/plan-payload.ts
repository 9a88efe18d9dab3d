/** The part of the capacity page's payload that tells a plan: so many servers hour by hour from a time on; none: no plan. */
export function planPayload(from: number, servers: number[]): string {
  const rows = servers.map((count, i) => ({time: from + i * 3_600_000, servers: count}));
  return JSON.stringify({
    series: {id: "gateway/calls", label: "API calls", unit: "calls/min"},
    forecast: rows.length ? {rows} : null,
    plan: rows.length ? {starts: rows, changes: rows} : null
  });
}
