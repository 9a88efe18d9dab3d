import type {SiteFiles} from "./publish-files.ts";

const hour = 3_600_000;
const meta = (observedThrough: number) => ({builtAt: observedThrough, now: observedThrough, observedThrough});

/** The files of a site whose sensors page was built at `now`, with a forecast of `level` for one series. */
export const sensorSite = ({now, level, value = level}: {now: number; level: number; value?: number}): SiteFiles => ({
  "snapshots.html": "<h1>Snapshots</h1>",
  "_file/data/sensors.0123abcd.json": JSON.stringify({
    meta: meta(now),
    sentence: "",
    sensors: [
      {
        id: "001",
        night: null,
        series: [
          {
            id: "001/flow",
            label: "Flow at 001",
            unit: "m³/h",
            latest: {time: now, value},
            recent: {start: now - 2 * hour, step: hour, actual: [value, value]},
            forecast: {
              model: "ridge",
              start: now,
              step: hour,
              mean: Array.from({length: 168}, () => level),
              lo90: Array.from({length: 168}, () => level * 0.9),
              hi90: Array.from({length: 168}, () => level * 1.1)
            }
          }
        ]
      }
    ]
  })
});
