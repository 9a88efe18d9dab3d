import {once} from "node:events";
import {availableParallelism} from "node:os";
import {Worker} from "node:worker_threads";
import type {ForecastResult, ForecastTask} from "./forecast-task.ts";

/**
 * Does tasks on every core, each in a thread, and gives their results as they come.
 *
 * @param program the `weir` that is running: a thread runs it as `weir work`
 */
export async function* forecastAll(
  tasks: ForecastTask[],
  {threads = Math.min(tasks.length, availableParallelism()), program = process.argv[1]!} = {}
): AsyncGenerator<ForecastResult> {
  const waiting = [...tasks].reverse();
  const workers = Array.from({length: threads}, () => new Worker(program, {argv: ["work"]}));
  try {
    const busy = new Map<Worker, Promise<{worker: Worker; result: ForecastResult}>>();
    const give = (worker: Worker) => {
      busy.delete(worker);
      const task = waiting.pop();
      if (!task) return;
      busy.set(worker, answerOf(worker));
      worker.postMessage(task);
    };
    for (const worker of workers) give(worker);
    while (busy.size) {
      const {worker, result} = await Promise.race(busy.values());
      give(worker);
      yield result;
    }
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

async function answerOf(worker: Worker): Promise<{worker: Worker; result: ForecastResult}> {
  const [result] = (await once(worker, "message")) as [ForecastResult]; // rejects when the thread fails
  return {worker, result};
}
