import {open} from "node:fs/promises";
import {dirname, join} from "node:path";
import type {Batch, RejectedInput, SourceContext} from "../../source.ts";
import {fileProblem} from "../shared/file-problem.ts";
import {type CsvOptions, columnsOf} from "./csv-options.ts";
import {type FileRow, fileRows} from "./file-rows.ts";
import {readHeader} from "./header.ts";
import {type DueFile, KnownFiles} from "./known-files.ts";
import {matchingFiles} from "./matching-files.ts";
import {type CsvCursor, type Place, placeMatcher, windowBytes, windowHash} from "./place.ts";
import {readAt} from "./read-at.ts";
import type {CsvRecord} from "./row-converter.ts";
import {observations} from "./row-converter.ts";
import {type RowOutcome, rowReader} from "./row-outcome.ts";

/** The most records of a batch, unless one row gives more. */
const batchRecords = 1000;

/** Reads the files of a path on, from where each of them was left. */
export class CsvReader {
  readonly #given: CsvOptions;
  readonly #context: SourceContext;
  readonly #folder: string;
  readonly #files: KnownFiles;
  readonly #observed: (id: string) => number;
  #records: CsvRecord[] = [];
  #rejects: RejectedInput[] = [];

  constructor(given: CsvOptions, context: SourceContext) {
    this.#given = given;
    this.#context = context;
    this.#folder = dirname(given.path);
    const {files = []} = (context.cursor as CsvCursor | null) ?? {};
    this.#files = new KnownFiles(this.#folder, files, context.hash);
    this.#observed = observations(context.now);
  }

  /** What has come since the last call. A file that cannot be read is named by an error at the end, after the others. */
  async *poll(): AsyncIterable<Batch> {
    const problems: Error[] = [];
    const note = (name: string, cause: unknown) => {
      problems.push(new Error(`cannot read CSV file: ${join(this.#folder, name)} (${fileProblem(cause)})`, {cause}));
    };
    const names = await matchingFiles(this.#given.path);
    // An empty folder may be one that is not mounted: what is known stays known.
    const due = names.length ? await this.#files.due(names, note) : [];
    for (const file of due) {
      try {
        yield* this.#read(file);
      } catch (error) {
        note(file.name, error);
      }
      if (this.#context.signal.aborted) return;
    }
    yield* this.#flush();
    if (problems.length) throw problems[0];
  }

  async *#read({name, isLast}: DueFile): AsyncIterable<Batch> {
    const given = this.#given;
    const {hash} = this.#context;
    const file = await open(join(this.#folder, name));
    try {
      const {size} = await file.stat();
      const place = this.#files.place(name);
      const isSame = place === null || (await (await placeMatcher(file, hash))(place));
      if (!isSame) return this.#files.doubt(name);
      const start = await readAt(file, 0, Math.min(size, windowBytes));
      const header = await readHeader(file, columnsOf(given), given);
      if (!header) return;
      const read = rowReader(name, header, given, this.#context, this.#observed);
      let last: FileRow | null = null;
      const moveOn = () => {
        if (last) this.#files.moveOn(placeAfter(last, name, start, hash));
      };
      const from = place ?? {offset: header.end, line: header.line};
      for await (const row of fileRows(file, from, {header, size, isLast, given})) {
        const outcome = read(row);
        if (this.#isFull(outcome)) {
          moveOn();
          yield* this.#flush();
          if (this.#context.signal.aborted) return;
        }
        this.#records.push(...outcome.records);
        this.#rejects.push(...outcome.rejects);
        last = row;
      }
      moveOn();
    } finally {
      await file.close();
    }
  }

  #isFull({records, rejects}: RowOutcome): boolean {
    const count = this.#records.length + this.#rejects.length;
    return count > 0 && count + records.length + rejects.length > batchRecords;
  }

  *#flush(): Iterable<Batch> {
    const records = this.#records;
    const rejects = this.#rejects;
    this.#records = [];
    this.#rejects = [];
    const read = records.length + rejects.length;
    const cursor: CsvCursor = {files: this.#files.all()};
    if (read) yield {dataset: this.#given.dataset, records, rejects, read, cursor} as Batch;
  }
}

function placeAfter({next, before}: FileRow, name: string, start: Buffer, hash: (value: string) => string): Place {
  const {offset, line, inLine} = next;
  const head = windowHash(start.subarray(0, Math.min(offset, windowBytes)), hash);
  return {name, offset, line, ...(inLine && {inLine}), head, tail: windowHash(before, hash)};
}
