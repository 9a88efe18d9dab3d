import {resolve} from "node:path";
import {z} from "zod";
import {pause} from "../source.ts";
import type {Message} from "../watch/message.ts";
import {type Output, outputKind} from "./output.ts";

const options = z.strictObject({
  path: z.string().min(1),
  baudRate: z.int().min(50).max(4_000_000).default(9600),
  dataBits: z.union([z.literal(5), z.literal(6), z.literal(7), z.literal(8)]).default(8),
  stopBits: z.union([z.literal(1), z.literal(1.5), z.literal(2)]).default(1),
  parity: z.enum(["none", "even", "odd"]).default("none")
});

type Options = z.output<typeof options>;

/** What serialport's bindings have in common. */
interface Port {
  write(bytes: Buffer): Promise<void>;
  close(): Promise<void>;
}

/** Longer than the line takes at its rate by this, ms: then nobody reads. */
const patience = 5000;

/** Writes lines to a serial port: alerts as JSON lines, reports as their text. */
export const serial = outputKind({
  kind: "serial",
  about: "a serial port",
  options,
  create: (given, {root}) => new SerialLine({...given, path: resolve(root, given.path)})
});

class SerialLine implements Output {
  #port: Port | undefined;
  /** Whether the receiver may have half a line: the line has failed in the middle of one, or a process before this one was. */
  #torn = true;

  constructor(private readonly options: Options) {}

  async deliver({text}: Message, signal: AbortSignal): Promise<void> {
    this.#port ??= await this.#open();
    const bytes = Buffer.from(this.#torn ? `\n${text}` : text);
    const limit = patience + (bytes.length * 12 * 1000) / this.options.baudRate;
    const stuck = new AbortController();
    const writing = this.#port.write(bytes);
    try {
      const late = pause(limit, AbortSignal.any([stuck.signal, signal])).then(() => {
        throw new Error(`nobody reads from it for ${Math.round(limit / 1000)} s`);
      });
      late.catch(() => {});
      await Promise.race([writing, late]);
      this.#torn = false;
    } catch (cause) {
      this.#torn = true;
      writing.catch(() => {}); // ended by closing
      await this.close();
      throw new Error(`cannot write to serial port: ${this.options.path} (${(cause as Error).message})`, {cause});
    } finally {
      stuck.abort();
    }
  }

  async close(): Promise<void> {
    const port = this.#port;
    this.#port = undefined;
    await port?.close().catch(() => {}); // it is gone anyway
  }

  async #open(): Promise<Port> {
    const {SerialPort} = await import("serialport"); // loaded only where there is such an output
    return SerialPort.binding.open(this.options).catch((cause: Error) => {
      throw new Error(`cannot open serial port: ${this.options.path} (${cause.message}; is it plugged in, and free?)`, {
        cause
      });
    });
  }
}
