/** Configuration of one line of meters, whose flow cannot be above 100. */
export const watchedMeters = (path: string) => ({
  series: [{match: "*/flow", label: "Flow", unit: "m³/h", min: 0, max: 100}],
  sources: {
    plant: {kind: "serial", path, line: {fields: ["thing", "date", "time", "flow"]}, timeZone: "UTC"}
  }
});
