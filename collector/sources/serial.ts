import {resolve} from "node:path";
import {z} from "zod";
import {type Batch, type SourceContext, sourceKind} from "../source.ts";
import {frameOptions, quantitiesOf} from "./serial/frame-format.ts";
import {FrameQueue} from "./serial/frame-queue.ts";
import {type ArrivedFrame, FrameReader, rejectedFrame} from "./serial/frame-reader.ts";
import {Framer, isLineEnd} from "./serial/framer.ts";
import {openPort} from "./serial/port.ts";
import {interval} from "./shared/interval.ts";

const options = z
  .strictObject({
    path: z.string().min(1),
    baudRate: z.int().min(50).max(4_000_000).default(9600),
    dataBits: z.union([z.literal(5), z.literal(6), z.literal(7), z.literal(8)]).default(8),
    stopBits: z.union([z.literal(1), z.literal(1.5), z.literal(2)]).default(1),
    parity: z.enum(["none", "even", "odd"]).default("none"),
    ...frameOptions,
    silenceAfter: interval.default(180_000),
    maxFrameBytes: z
      .int()
      .min(16)
      .max(2 ** 16)
      .default(1024),
    /** Frames kept while the spool is busy; then the oldest are dropped, and counted. */
    queue: z.int().min(10).max(1_000_000).default(10_000)
  })
  .superRefine(({line, limits, units}, {addIssue}) => {
    const quantities = quantitiesOf(line);
    const message = `no such quantity (the line has ${quantities.join(", ")})`;
    for (const [option, given] of Object.entries({limits, units}))
      for (const name of Object.keys(given).filter((name) => !quantities.includes(name)))
        addIssue({code: "custom", path: [option, name], message});
  });

type Options = z.output<typeof options>;

const batchFrames = 1000;
const minute = 60_000;
/** A silence is said anew this often, ms. */
const longestWait = minute;

/**
 * A serial port on which meters write lines: one reading `<thing>/<quantity>` for each quantity of a line. Lines
 * without a time count as read when they arrive.
 */
export const serial = sourceKind({
  kind: "serial",
  about: "meters that write lines to a serial port",
  options,
  example: `{kind: "serial", path: "/dev/ttyUSB0", line: {fields: ["thing", "date", "time", "flow", "pressure"]}}`,
  create: (given, root) => ({
    read: (context) => listen({...given, path: resolve(root, given.path)}, context),
    replay: ({raw, time}, {id}) => ({dataset: "readings", records: rejectedFrame(raw, time, id, given)})
  })
});

async function* listen(given: Options, context: SourceContext): AsyncIterable<Batch<"readings">> {
  const {signal, now, running, silent} = context;
  const queue = new FrameQueue<ArrivedFrame>(given.queue);
  const framer = new Framer(given.maxFrameBytes);
  const reader = new FrameReader(given, context);
  const port = {lastFrameAt: now(), silent: false, gone: null as Error | null};
  let partial: boolean | undefined;
  const close = await openPort(given, {
    onData(chunk, sinceOpen) {
      partial ??= !isLineEnd(chunk[0]!) && sinceOpen < quiet(given.baudRate);
      for (const frame of framer.push(chunk)) {
        port.lastFrameAt = now();
        port.silent = false;
        // Of garbage without line ends people want to know.
        if (!partial || frame.length > given.maxFrameBytes) queue.push({...frame, arrivedAt: port.lastFrameAt});
        partial = false;
      }
    },
    onGone(reason) {
      port.gone = reason;
      queue.wake();
    }
  });
  const wake = () => queue.wake();
  signal.addEventListener("abort", wake);
  running(`listening on ${given.path}`);
  try {
    for (;;) {
      if (signal.aborted) await close();
      if (!queue.empty) {
        const {items, dropped} = queue.take(batchFrames);
        const batch = reader.batch(items, dropped);
        running(batch.records.length || !batch.read ? `listening on ${given.path}` : unreadable(items.length, given));
        if (batch.read > 0 || dropped > 0) yield batch;
      } else if (signal.aborted) return;
      else if (port.gone) throw port.gone;
      else {
        const silence = now() - port.lastFrameAt;
        if (silence >= given.silenceAfter) {
          running(`silent for ${span(silence)}: ${given.path}`);
          if (!port.silent) silent(port.lastFrameAt);
          port.silent = true;
        }
        await queue.wait(Math.min(longestWait, given.silenceAfter));
      }
    }
  } finally {
    signal.removeEventListener("abort", wake);
    await close();
  }
}

/**
 * What comes within ten characters' time (and 100 ms, in which an adapter hands over what it has gathered) may be the rest
 * of a line; what comes after such a pause begins one.
 */
const quiet = (baudRate: number): number => Math.max(100, (10 * 10 * 1000) / baudRate);

const unreadable = (frames: number, {path, baudRate}: Options): string =>
  `${frames === 1 ? "the last frame is" : `the last ${frames} frames are`} unreadable: ${path} (is baudRate ${baudRate} right? is line as the meter writes it?)`;

const span = (ms: number): string =>
  ms < 2 * minute
    ? `${Math.floor(ms / 1000)} s`
    : ms < 120 * minute
      ? `${Math.floor(ms / minute)} min`
      : `${Math.floor(ms / (60 * minute))} h`;
