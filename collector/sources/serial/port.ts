import {readSync} from "node:fs";
import {Away} from "../../source.ts";
import {deviceAt, portsById} from "./device.ts";

export interface PortOptions {
  path: string;
  baudRate: number;
  dataBits: 5 | 6 | 7 | 8;
  stopBits: 1 | 1.5 | 2;
  parity: "none" | "even" | "odd";
}

export interface PortHandlers {
  /** The chunk is good only during the call; it came so many ms after the port was opened. */
  onData: (chunk: Buffer, sinceOpen: number) => void;
  /** The port is gone by itself, and why. */
  onGone: (reason: Away) => void;
}

/** What serialport has on Linux and macOS. */
interface OpenBinding {
  fd: number;
  poller: {once(event: "readable", callback: (error: Error | null) => void): unknown; stop(): void};
  close(): Promise<void>;
}

const chunkBytes = 4096;

/**
 * Opens a serial port and passes on what it delivers. Throws why it cannot be opened, and what to do. Returns the
 * function that closes it. The path may be a link whose target changes when the port is plugged in again.
 *
 * Reads by itself: the stream of serialport 13 takes the end of file of a line that hung up for "nothing yet" and then
 * keeps a processor busy for ever.
 */
export async function openPort(
  options: PortOptions,
  {onData, onGone}: PortHandlers,
  {present = portsById} = {}
): Promise<() => Promise<void>> {
  const {path} = options;
  const {SerialPort} = await import("serialport"); // loaded only where there is such a source
  const before = deviceAt(path);
  const isBack = () => ![before, null].includes(deviceAt(path));
  const opened = await SerialPort.binding.open(options).catch((error: Error) => {
    throw new Away(`cannot open serial port: ${path} (${problemOf(error, present)})`, isBack, {cause: error});
  });
  const port = opened as unknown as OpenBinding;
  const openedAt = performance.now();
  const closing = new AbortController();
  const pass = (chunk: Buffer) => onData(chunk, performance.now() - openedAt);
  const reading = readAll(port, pass, closing.signal).then((reason) => {
    if (!closing.signal.aborted) onGone(new Away(`serial port ${reason}: ${path}`, isBack));
  });
  let closed: Promise<void> | undefined;
  const close = async () => {
    closing.abort();
    port.poller.stop();
    await reading;
    await port.close();
  };
  return () => {
    closed ??= close();
    return closed;
  };
}

/** Reads until the port is gone or the signal aborts and the poller stops; resolves with the reason. */
async function readAll(
  {fd, poller}: OpenBinding,
  onData: (chunk: Buffer) => void,
  signal: AbortSignal
): Promise<string> {
  const buffer = Buffer.alloc(chunkBytes);
  while (!signal.aborted) {
    const hungUp = await new Promise<Error | null>((resolve) => poller.once("readable", resolve));
    if (hungUp) return "unplugged";
    try {
      const bytesRead = readSync(fd, buffer, 0, chunkBytes, null); // opened as one that never blocks
      if (bytesRead === 0) return "unplugged";
      onData(buffer.subarray(0, bytesRead));
    } catch (error) {
      const {code, message} = error as NodeJS.ErrnoException;
      if (["EIO", "ENXIO", "EBADF", "ENODEV"].includes(code ?? "")) return "unplugged";
      if (code !== "EAGAIN" && code !== "EINTR") return `failed (${message})`;
    }
  }
  return "closed";
}

const missing = "missing: is it plugged in?";
const problems: [RegExp, string][] = [
  [/no such file|no such device|not configured/i, missing],
  [/permission denied|operation not permitted/i, "permission denied: add the user to the dialout group"],
  [/cannot lock|temporarily unavailable|busy/i, "busy: another program has it open"],
  [/inappropriate ioctl|is a directory/i, "not a serial port"]
];

/** Missing, permission, busy or no serial port, told apart by the system's words. */
function problemOf({message}: Error, present: () => string[]): string {
  const problem = problems.find(([pattern]) => pattern.test(message))?.[1] ?? message;
  const others = problem === missing ? present() : [];
  return others.length ? `${problem} There are ${others.join(", ")}` : problem;
}
