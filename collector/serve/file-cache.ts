import type {FileHandle} from "node:fs/promises";

/** Larger files are streamed: few readers ask for them, and mostly for ranges. */
const largestFile = 2 ** 19;

/** By which the cache knows the content of a file, or of a compressed variant. */
export const contentKey = ({sha256}: {sha256: string}, coding?: {suffix: string}): string =>
  `${sha256}${coding?.suffix ?? ""}`;

interface Kept {
  content: Buffer;
  /** Whether it was asked for since it came, or since it was passed over. */
  isAsked: boolean;
}

/**
 * Contents of small files, by `contentKey`. When there is no room the oldest go; one that was asked for is passed over once
 * (second chance, which needs nothing moved when a content is asked for).
 */
export class FileCache {
  readonly #contents = new Map<string, Kept>();
  #bytes = 0;

  constructor(private readonly mostBytes = 32 * 2 ** 20) {}

  get(key: string): Buffer | undefined {
    const kept = this.#contents.get(key);
    if (kept) kept.isAsked = true;
    return kept?.content;
  }

  /** Whether a file of so many bytes is kept. */
  takes = (bytes: number): boolean => bytes <= Math.min(largestFile, this.mostBytes);

  /** Forgets every content but those with these hashes. */
  keepOnly(hashes: ReadonlySet<string>): void {
    for (const key of this.#contents.keys()) if (!hashes.has(key.split(".", 1)[0]!)) this.#drop(key);
  }

  /** Reads a file in full, keeps it, and closes it. Throws when it is not as long as it should be. */
  async read(key: string, handle: FileHandle, bytes: number): Promise<Buffer> {
    const content = await handle.readFile().finally(() => handle.close());
    if (content.length !== bytes) throw new Error(`damaged file: ${content.length} bytes instead of ${bytes}`);
    if (!this.#contents.has(key)) {
      this.#contents.set(key, {content, isAsked: false});
      this.#bytes += content.length;
      this.#makeRoom();
    }
    return content;
  }

  #makeRoom(): void {
    for (const [key, kept] of this.#contents) {
      if (this.#bytes <= this.mostBytes) break;
      if (kept.isAsked) {
        kept.isAsked = false;
        this.#contents.delete(key);
        this.#contents.set(key, kept); // to the end, where this loop comes by again
      } else this.#drop(key);
    }
  }

  #drop(key: string): void {
    this.#bytes -= this.#contents.get(key)!.content.length;
    this.#contents.delete(key);
  }
}
