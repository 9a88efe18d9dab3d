import {constants, type FileHandle, open} from "node:fs/promises";
import {GunzippedBytes} from "./gunzipped-bytes.ts";
import type {LogBytes, TextState} from "./log-bytes.ts";
import {type ChainFile, sameFile} from "./log-chain.ts";

/** Like ENOENT: the file is not the one any more that was found under its name. */
export const changed = ({path}: ChainFile): Error =>
  Object.assign(new Error(`another file by now: ${path}`), {code: "ENOENT"});

/** Opens a file of a log. Throws ENOENT also when another file has its name by now. */
export async function openBytes(file: ChainFile): Promise<LogBytes> {
  // A pipe put in the file's place must not hold up the collector.
  const handle = await open(file.path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const {dev: device, ino: inode} = await handle.stat({bigint: true});
    if (!sameFile(file, {device, inode})) throw changed(file);
  } catch (error) {
    await handle.close();
    throw error;
  }
  return file.compression === "gz" ? new GunzippedBytes(handle) : new PlainBytes(handle);
}

class PlainBytes implements LogBytes {
  readonly damage = null;

  constructor(private readonly handle: FileHandle) {}

  async read(buffer: Buffer, position: number): Promise<number> {
    let filled = 0;
    while (filled < buffer.length) {
      const {bytesRead} = await this.handle.read(buffer, filled, buffer.length - filled, position + filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return filled;
  }

  /** All at once: one after the other would take a busy collector many turns. */
  readEach(ranges: {position: number; end: number}[]): Promise<Buffer[]> {
    return Promise.all(
      ranges.map(async ({position, end}) => {
        const buffer = Buffer.alloc(end - position);
        return buffer.subarray(0, await this.read(buffer, position));
      })
    );
  }

  async state(): Promise<TextState> {
    const {size, ctimeNs, nlink} = await this.handle.stat({bigint: true});
    return {size: Number(size), changed: ctimeNs, deleted: nlink === 0n};
  }

  close(): Promise<void> {
    return this.handle.close();
  }
}
