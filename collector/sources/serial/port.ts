import {read as readFd} from "node:fs";
import {promisify} from "node:util";
import {SerialPort} from "serialport";

export interface PortOptions {
  path: string;
  baudRate: number;
  dataBits: 5 | 6 | 7 | 8;
  stopBits: 1 | 1.5 | 2;
  parity: "none" | "even" | "odd";
}

export interface PortHandlers {
  /** The chunk is good only during the call. */
  onData: (chunk: Buffer) => void;
  /** The port is gone by itself, and why. */
  onGone: (reason: string) => void;
}

/** What serialport has on Linux and macOS. */
interface OpenBinding {
  fd: number;
  poller: {once(event: "readable", callback: (error: Error | null) => void): unknown; stop(): void};
  close(): Promise<void>;
}

const read = promisify(readFd);
const chunkBytes = 4096;

/**
 * Opens a serial port and passes on what it delivers. Throws why it cannot be opened, and what to do. Returns the
 * function that closes it.
 *
 * Reads by itself: the stream of serialport 13 takes the end of file of a line that hung up for "nothing yet" and then
 * keeps a processor busy for ever.
 */
export async function openPort(options: PortOptions, {onData, onGone}: PortHandlers): Promise<() => Promise<void>> {
  const {path} = options;
  const opened = await SerialPort.binding.open(options).catch((error: Error) => {
    throw cannotOpen(path, error);
  });
  const port = opened as unknown as OpenBinding;
  const closing = new AbortController();
  const reading = readAll(port, onData, closing.signal).then((reason) => {
    if (!closing.signal.aborted) onGone(`serial port ${reason}: ${path}`);
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
    try {
      const {bytesRead} = await read(fd, buffer, 0, chunkBytes, null);
      if (bytesRead === 0) return "unplugged";
      onData(buffer.subarray(0, bytesRead));
    } catch (error) {
      const {code, message} = error as NodeJS.ErrnoException;
      if (["EIO", "ENXIO", "EBADF", "ENODEV"].includes(code ?? "")) return "unplugged";
      if (code !== "EAGAIN" && code !== "EINTR") return `failed (${message})`;
      if (signal.aborted) break;
      const hungUp = await new Promise<Error | null>((resolve) => poller.once("readable", resolve));
      if (hungUp) return "unplugged";
    }
  }
  return "closed";
}

const problems: [RegExp, string][] = [
  [/no such file|no such device|not configured/i, "missing: is it plugged in?"],
  [/permission denied|operation not permitted/i, "permission denied: add the user to the dialout group"],
  [/cannot lock|temporarily unavailable|busy/i, "busy: another program has it open"],
  [/inappropriate ioctl|is a directory/i, "not a serial port"]
];

/** Missing, permission, busy or no serial port, told apart by the system's words. */
function cannotOpen(path: string, cause: Error): Error {
  const words = problems.find(([pattern]) => pattern.test(cause.message))?.[1] ?? cause.message;
  return new Error(`cannot open serial port: ${path} (${words})`, {cause});
}
