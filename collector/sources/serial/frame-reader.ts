import {createHash} from "node:crypto";
import type {Reading} from "../../../data/schema.ts";
import type {Batch, RejectedInput, SourceContext} from "../../source.ts";
import {type FrameOptions, type Measurement, parseFrame} from "./frame-format.ts";
import type {Frame} from "./framer.ts";

export interface SerialCursor {
  /** Of the last frame, ms UTC. */
  time: number;
  /** Frames since the first start. */
  frames: number;
  /** Thing to a hash of its last frame. */
  last: Record<string, string>;
}

/** A frame as it waits for the spool. */
export interface ArrivedFrame extends Frame {
  arrivedAt: number;
}

/** More things than one line connects. */
const rememberedThings = 1000;
const rawBytes = 256;

/** Turns frames into readings `<thing>/<quantity>`, and remembers each thing's last one. */
export class FrameReader {
  readonly #last: Map<string, string>;
  #time: number;
  #frames: number;

  constructor(
    private readonly options: FrameOptions & {maxFrameBytes: number},
    private readonly context: Pick<SourceContext, "id" | "cursor">
  ) {
    const {time, frames, last} = (context.cursor as SerialCursor | null) ?? {time: 0, frames: 0, last: {}};
    this.#time = time;
    this.#frames = frames;
    this.#last = new Map(Object.entries(last));
  }

  batch(frames: ArrivedFrame[], dropped: number): Batch<"readings"> {
    this.#frames += dropped;
    const records: Reading[] = [];
    const rejects: RejectedInput[] = [];
    for (const frame of frames) this.#read(frame, records, rejects);
    const cursor: SerialCursor = {time: this.#time, frames: this.#frames, last: Object.fromEntries(this.#last)};
    return {dataset: "readings", records, rejects, read: records.length + rejects.length, cursor, dropped};
  }

  #read(frame: ArrivedFrame, records: Reading[], rejects: RejectedInput[]): void {
    this.#frames++;
    try {
      records.push(...this.#readings(frame));
    } catch (error) {
      rejects.push({reason: (error as Error).message, position: `frame ${this.#frames}`, raw: printable(frame)});
    }
  }

  #readings({bytes, length, arrivedAt}: ArrivedFrame): Reading[] {
    const {maxFrameBytes} = this.options;
    if (length > maxFrameBytes) throw new Error(`garbage: ${length} bytes without a line end (limit ${maxFrameBytes})`);
    const text = bytes.toString("latin1");
    const measurement = parseFrame(text, this.options);
    const thing = measurement.thing ?? this.context.id;
    if (this.#isRepeat(thing, text, measurement)) return [];
    const time = measurement.time ?? arrivedAt;
    this.#time = time;
    return readingsOf({...measurement, thing, time}, this.context.id);
  }

  /** Only a frame with a time of its own can be known for the same one. */
  #isRepeat(thing: string, text: string, {time}: Measurement): boolean {
    if (time === null) return false;
    const hash = createHash("sha256").update(text).digest("base64url").slice(0, 11);
    // A meter repeats its last line after a power cut.
    if (this.#last.get(thing) === hash) return true;
    this.#last.delete(thing);
    this.#last.set(thing, hash);
    if (this.#last.size > rememberedThings) this.#last.delete(this.#last.keys().next().value!);
    return false;
  }
}

function readingsOf({thing, time, values}: Measurement & {thing: string; time: number}, source: string): Reading[] {
  return values.map(({quantity, value, suspect}) => ({
    time,
    source,
    series: `${thing}/${quantity}`,
    value,
    quality: suspect ? "suspect" : "good"
  }));
}

/**
 * The readings in what was kept of a frame. Throws the reason when it still is none, or not all of it was kept.
 *
 * @param rejectedAt stands for a time that the frame does not carry, ms UTC
 */
export function rejectedFrame(raw: string, rejectedAt: number, source: string, options: FrameOptions): Reading[] {
  if (/\\x[0-9a-f]{2}|… \(\d+ bytes\)$/.test(raw)) throw new Error("it is not text, or only its beginning was kept");
  const {thing, time, values} = parseFrame(raw, options);
  return readingsOf({thing: thing ?? source, time: time ?? rejectedAt, values}, source);
}

/** Printable ASCII as it is, other bytes as `\xNN`, cut after 256 bytes. */
function printable({bytes, length}: Frame): string {
  const shown = [...bytes.subarray(0, rawBytes)].map((byte) =>
    byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, "0")}`
  );
  return shown.join("") + (length > rawBytes ? `… (${length} bytes)` : "");
}
