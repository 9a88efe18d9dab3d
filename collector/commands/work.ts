import {parentPort} from "node:worker_threads";
import {type ForecastTask, forecastOne} from "../analysis/forecast-task.ts";

/** `weir work`: a worker thread of another command; it does what that asks, one task at a time. */
export function work(): void {
  const port = parentPort;
  if (!port) throw new Error("not a command for people: weir starts it by itself");
  port.on("message", async (task: ForecastTask) => port.postMessage(await forecastOne(task)));
}
