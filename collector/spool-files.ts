import {open, readdir, rm} from "node:fs/promises";
import {makeFolder, sync, writeParts} from "./durable.ts";

/** A segment being written. */
export interface SpoolFile {
  /** Writes all the parts, one after the other, or throws having written some of their bytes. */
  write(parts: Buffer[], position: number): Promise<void>;
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** What the spool needs of a file system. */
export interface SpoolFiles {
  makeFolder(folder: string): Promise<void>;
  /** Names in a folder; none where it does not exist. */
  list(folder: string): Promise<string[]>;
  /** Into memory that `take` gives, where it is given. */
  read(path: string, take?: (bytes: number) => Buffer): Promise<Buffer>;
  /** An empty file, in place of any that has the name. */
  create(path: string): Promise<SpoolFile>;
  syncFolder(folder: string): Promise<void>;
  /** Whether or not it is still there. */
  remove(path: string): Promise<void>;
}

/** The real ones. */
export const diskFiles: SpoolFiles = {
  makeFolder,
  list: (folder) => readdir(folder).catch(() => []),
  read: readAtOnce,
  syncFolder: sync,
  remove: (path) => rm(path, {force: true}),
  async create(path) {
    const handle = await open(path, "w");
    return {
      write: (parts, position) => writeParts(handle, parts, position),
      sync: () => handle.datasync(),
      close: () => handle.close()
    };
  }
};

/** Like `readFile`, which takes a turn of the event loop for every half a megabyte. */
async function readAtOnce(path: string, take = Buffer.allocUnsafeSlow): Promise<Buffer> {
  const handle = await open(path, "r");
  try {
    const {size} = await handle.stat();
    const bytes = take(size);
    let filled = 0;
    for (let read = 1; filled < size && read > 0; filled += read)
      read = (await handle.read(bytes, filled, size - filled, filled)).bytesRead;
    return bytes.subarray(0, filled);
  } finally {
    await handle.close();
  }
}
