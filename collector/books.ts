import {type BooksCheck, imbalance, lastBooksCheck, recordBooksCheck, type SourceBooks} from "./books-check.ts";
import type {Catalog, SourceRow} from "./catalog.ts";
import type {Spool} from "./spool.ts";
import {type Spooled, spooledAfter, spooledBatches} from "./spooled-batches.ts";

/** How often a running collector checks its books, ms. */
export const booksEvery = 60_000;

/**
 * Counts what the sources were told is accepted, and compares it with what catalog and spool hold on disk. The two
 * counts share nothing on the way, so a batch that the disk, the spool or the lake's writer loses or doubles is found.
 */
export class Books {
  /** What is off, or why that is not known; empty when the books balance. */
  problem: string;

  private constructor(
    private readonly catalog: Catalog,
    private readonly spool: Pick<Spool, "folder" | "bytes">,
    private readonly accepted: Map<string, number>,
    /** The last sequence number that was counted. */
    private through: number,
    last: BooksCheck | null
  ) {
    this.problem = last ? inWords(last) : "";
  }

  /**
   * Starts from what is on disk, or from what the last check knew where that is more: then something was lost while no
   * collector ran. What an earlier collector found missing is in its record, and is not counted again.
   */
  static async open(catalog: Catalog, spool: Pick<Spool, "folder" | "bytes">): Promise<Books> {
    const batches = await spooledBatches(spool.folder);
    const {watermark, sources} = catalog.books();
    const last = lastBooksCheck(catalog);
    const checked = Math.max(watermark, last?.through ?? 0);
    const before = spooledAfter(
      watermark,
      batches.filter(({seq}) => seq <= checked)
    );
    const since = spooledAfter(checked, batches);
    const accepted = new Map<string, number>();
    for (const [id, row] of rowsById(sources, before, since)) {
      const there = (row?.committed ?? 0) + (row?.rejected ?? 0) + (before.get(id)?.inputs ?? 0);
      const {read, missing} = last?.sources[id] ?? {read: 0, missing: 0};
      accepted.set(id, Math.max(there, read - missing) + (since.get(id)?.inputs ?? 0));
    }
    return new Books(catalog, spool, accepted, Math.max(checked, batches.at(-1)?.seq ?? 0), last);
  }

  /** Counts what a source was told is accepted. */
  accept({source, seq, read}: {source: string; seq: number; read: number}): void {
    this.accepted.set(source, (this.accepted.get(source) ?? 0) + read);
    this.through = Math.max(this.through, seq);
  }

  /**
   * Checks the books and records the result in the catalog. Never throws: books that cannot be checked are a problem.
   *
   * @returns the verdict when it is another than before, else null
   */
  async check({now = Date.now} = {}): Promise<{ok: boolean; message: string} | null> {
    const before = this.problem;
    try {
      const check = await this.#compare(now);
      recordBooksCheck(this.catalog, check);
      this.problem = inWords(check);
    } catch (error) {
      this.problem = `the books cannot be checked: ${(error as Error).message}`;
    }
    if (this.problem === before) return null;
    return {ok: !this.problem, message: this.problem || "the books balance again"};
  }

  async #compare(now: () => number): Promise<BooksCheck> {
    for (;;) {
      await nextTurn(); // whatever is on disk by now was told to its source, and counted
      const {through} = this;
      const accepted = new Map(this.accepted);
      const spoolBytes = this.spool.bytes;
      const batches = await spooledBatches(this.spool.folder, through);
      const {watermark, sources} = this.catalog.books();
      if (watermark > through) continue; // the lake has taken more meanwhile
      const spooled = spooledAfter(watermark, batches);
      const books = [...rowsById(sources, accepted)].map(
        ([id, row]) => [id, booksOf(accepted.get(id) ?? 0, row, spooled.get(id))] as const
      );
      return {at: now(), through, spoolBytes, sources: Object.fromEntries(books)};
    }
  }
}

function inWords(check: BooksCheck): string {
  const off = imbalance(check);
  return off && `THE BOOKS DO NOT BALANCE: ${off}`;
}

/** Every source that the catalog or one of the maps knows, with its row in the catalog. */
function rowsById(rows: SourceRow[], ...others: Map<string, unknown>[]): Map<string, SourceRow | undefined> {
  const ids = others.flatMap((map) => [...map.keys()]);
  return new Map([...ids.map((id) => [id, undefined] as const), ...rows.map((row) => [row.id, row] as const)]);
}

function booksOf(read: number, row?: SourceRow, waiting?: Spooled): SourceBooks {
  const {committed, rejected, dropped} = row ?? {committed: 0, rejected: 0, dropped: 0};
  const spooled = waiting?.inputs ?? 0;
  const missing = read - committed - rejected - spooled;
  return {read, committed, rejected, spooled, dropped: dropped + (waiting?.dropped ?? 0), missing};
}

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
