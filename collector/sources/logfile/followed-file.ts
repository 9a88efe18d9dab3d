import {type FileHandle, open} from "node:fs/promises";

const chunkBytes = 256 * 1024;
const headBytes = 256;

/** Where a source stands in a log file, and how to know that file again under another name. */
export interface FileCursor {
  device: number;
  inode: number;
  /** Start of the first line that was not read. */
  offset: number;
  /** Keyed hash of the file's first `fingerprintBytes`. */
  fingerprint: string;
  fingerprintBytes: number;
}

type Hash = (value: string) => string;

/** An open log file that goes on growing. It stays readable when it is renamed or deleted. */
export class FollowedFile {
  #position: number;
  #head: Buffer = Buffer.alloc(0);

  private constructor(
    private readonly handle: FileHandle,
    readonly device: number,
    readonly inode: number,
    position: number,
    private readonly hash: Hash
  ) {
    this.#position = position;
  }

  static async open(path: string, hash: Hash, offset = 0): Promise<FollowedFile> {
    const handle = await open(path);
    try {
      const stats = await handle.stat();
      if (!stats.isFile()) throw new Error("not a file");
      const file = new FollowedFile(handle, stats.dev, stats.ino, offset, hash);
      file.#head = await file.#readHead(offset);
      return file;
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  /** The next bytes; empty at the present end. */
  async read(): Promise<Buffer> {
    const buffer = Buffer.allocUnsafe(chunkBytes);
    const {bytesRead} = await this.handle.read(buffer, 0, chunkBytes, this.#position);
    if (this.#position < headBytes) this.#head = await this.#readHead(this.#position + bytesRead);
    this.#position += bytesRead;
    return buffer.subarray(0, bytesRead);
  }

  /** Whether bytes that were read are gone or others: the file was cut and is being written anew. */
  async wasRewritten(): Promise<boolean> {
    const {size} = await this.handle.stat();
    return size < this.#position || !this.#head.equals(await this.#readHead(this.#head.length));
  }

  /** Starts over at the beginning. */
  rewind(): void {
    this.#position = 0;
    this.#head = Buffer.alloc(0);
  }

  /** @param offset start of the first line that was not read */
  cursor(offset: number): FileCursor {
    const {device, inode} = this;
    const head = this.#head.subarray(0, offset);
    return {device, inode, offset, fingerprint: this.#fingerprint(head), fingerprintBytes: head.length};
  }

  /** Whether the cursor was taken in this file as it is now, or in one of which this is a copy. */
  async matches({device, inode, offset, fingerprint, fingerprintBytes}: FileCursor): Promise<boolean> {
    // A device's number may change when the machine starts; a whole fingerprint tells enough.
    const same = device === this.device && inode === this.inode;
    if (!same && fingerprintBytes < headBytes) return false;
    const {size} = await this.handle.stat();
    return size >= offset && this.#fingerprint(await this.#readHead(fingerprintBytes)) === fingerprint;
  }

  async close(): Promise<void> {
    await this.handle.close();
  }

  #fingerprint(head: Buffer): string {
    return this.hash(head.toString("latin1"));
  }

  async #readHead(length: number): Promise<Buffer> {
    const head = Buffer.alloc(Math.min(length, headBytes));
    const {bytesRead} = await this.handle.read(head, 0, head.length, 0);
    return head.subarray(0, bytesRead);
  }
}
