import {day, isoTime, minute} from "./calendar.ts";
import {licenceCalls} from "./licence-calls.ts";
import {licenceVersions} from "./licences.ts";
import {meters} from "./meters.ts";
import {requestsFrom} from "./requests.ts";
import {gatewayTraffic} from "./traffic.ts";
import {waterLimits, waterPlant} from "./water.ts";

/** Lines of a CSV file, the header first, for start <= time < anchor (ms UTC). A string may hold several lines. */
type Rows = (anchor: number, start: number) => Generator<string>;

/** Readings of the three meters; what is outside the limits is suspect, as the live source would have it. */
export const waterRows: Rows = function* (anchor, start) {
  const read = waterPlant(anchor);
  const stampOf = minuteStamps();
  const row = (head: string, value: number, {min, max}: {min: number; max: number}) =>
    `${head}${value},${value >= min && value <= max ? "good" : "suspect"}\n`;
  yield "time,series,value,quality\n";
  for (let time = start; time < anchor; time += minute) {
    const stamp = stampOf(time);
    let rows = "";
    for (const id of meters) {
      const reading = read(id, time);
      if (!reading) continue;
      rows += row(`${stamp},${id}/flow,`, reading.flow, waterLimits.flow);
      rows += row(`${stamp},${id}/pressure,`, reading.pressure, waterLimits.pressure);
    }
    yield rows;
  }
};

/** Calls of the web service, one row a minute. */
export const gatewayRows: Rows = function* (anchor, start) {
  const calls = gatewayTraffic(anchor);
  const stampOf = minuteStamps();
  yield "time,series,value\n";
  for (let time = start; time < anchor; time += minute) yield `${stampOf(time)},gateway/calls,${calls(time)}\n`;
};

/** Calls of the licence server's API. */
export const licenceCallRows: Rows = function* (anchor, start) {
  yield "time,kind,subject\n";
  for (const {time, api} of licenceCalls(start, anchor)) yield `${isoTime(time)},api,${api}\n`;
};

/** Versions of the licences, with the raw keys that the live database has: those that stood at the start, then changes. */
export const licenceRows: Rows = function* (anchor, start) {
  yield "observedAt,id,holder,server,resources,banned,deleted\n";
  const versions = licenceVersions(anchor);
  const before = new Map(versions.filter(({time}) => time < start).map((version) => [version.key, version]));
  const standing = [...before.values()].filter(({deleted}) => !deleted).map((version) => ({...version, time: start}));
  for (const version of [...standing, ...versions.filter(({time}) => time >= start)]) {
    const {time, key, discordId, server, models, banned, deleted} = version;
    const resources = `"${JSON.stringify(models).replaceAll('"', '""')}"`;
    yield `${isoTime(time)},${key},${discordId},${server},${resources},${banned},${deleted}\n`;
  }
};

/** Requests as they stood at the anchor, under the names of the request service's API. */
export const requestRows: Rows = function* (anchor, start) {
  yield "num,file_name,request_time,request_user,prediction_model,prediction_result,prediction_time\n";
  for (const {num, fileName, requestedAt, requester, model, result, processedAt} of requestsFrom(anchor)) {
    if (requestedAt >= anchor) return;
    if (requestedAt < start) continue;
    const done = processedAt !== null && processedAt < anchor;
    const outcome = done ? `${result},${isoTime(processedAt)}` : ",";
    yield `${num},${fileName},${isoTime(requestedAt)},${requester},${model},${outcome}\n`;
  }
};

const minutePart = Array.from({length: 1440}, (_, m) => `T${isoTime(m * minute).slice(11)}`);

/** `isoTime` of whole minutes, for half a million of them in a row. */
function minuteStamps(): (time: number) => string {
  let index = Number.NaN;
  let dayPart = "";
  return (time) => {
    if (Math.floor(time / day) !== index) {
      index = Math.floor(time / day);
      dayPart = isoTime(time).slice(0, 10);
    }
    return dayPart + minutePart[(time - index * day) / minute];
  };
}
