import {open, readdir, readFile, unlink} from "node:fs/promises";
import {makeFolder, sync} from "./durable.ts";

/** A segment being written. */
export interface SpoolFile {
  /** Writes all the bytes, or throws having written some. */
  write(bytes: Buffer, position: number): Promise<void>;
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** What the spool needs of a file system. */
export interface SpoolFiles {
  makeFolder(folder: string): Promise<void>;
  /** Names in a folder; none where it does not exist. */
  list(folder: string): Promise<string[]>;
  read(path: string): Promise<Buffer>;
  /** An empty file, in place of any that has the name. */
  create(path: string): Promise<SpoolFile>;
  syncFolder(folder: string): Promise<void>;
  remove(path: string): Promise<void>;
}

/** The real ones. */
export const diskFiles: SpoolFiles = {
  makeFolder,
  list: (folder) => readdir(folder).catch(() => []),
  read: (path) => readFile(path),
  syncFolder: sync,
  remove: unlink,
  async create(path) {
    const handle = await open(path, "w");
    return {
      async write(bytes, position) {
        for (let written = 0; written < bytes.length; ) {
          const result = await handle.write(bytes, written, bytes.length - written, position + written);
          written += result.bytesWritten;
        }
      },
      sync: () => handle.datasync(),
      close: () => handle.close()
    };
  }
};
