import type {Event, Reading} from "../../../../data/schema.ts";
import type {Batch, RejectedInput} from "../../../source.ts";
import {type ConvertedRow, deletedRecord} from "./converted-row.ts";
import type {Follower} from "./follower.ts";

export type GrowingBatch = Batch<"events" | "readings">;

/** Gathers what goes into one batch. */
export class GrowingBatchBuilder {
  readonly #records: (Event | Reading)[] = [];
  readonly #rejects: RejectedInput[] = [];

  constructor(private readonly follower: Follower) {}

  /**
   * A row that was just read, if that is news.
   *
   * @param before what it held when it was last taken (see Stretch); undefined when that is not known
   * @param isFirst whether it was not taken before, if that is not known
   */
  add(converted: ConvertedRow, before: string | undefined, isFirst: boolean): void {
    const {content, output} = converted;
    if (content === before || (!this.follower.given.deletions && `-${content}` === before)) return;
    if (before === undefined && isFirst && "record" in output) this.#records.push(output.record);
    else this.addAgain(converted);
  }

  /** A row that may have been taken before. */
  addAgain({output}: ConvertedRow): void {
    if ("reject" in output) this.#rejects.push(output.reject);
    else this.#records.push({...output.record, revisedAt: this.#revise()});
  }

  addDeleted(id: string): void {
    const {given, context} = this.follower;
    this.#records.push(deletedRecord(given, context.id, id, this.#revise()));
  }

  #revise(): number {
    return this.follower.window.revise(this.follower.context.now());
  }

  /** The batch, with the cursor as it is now; none when nothing was added. */
  *take(): Iterable<GrowingBatch> {
    const [records, rejects] = [this.#records.splice(0), this.#rejects.splice(0)];
    const read = records.length + rejects.length;
    const {given, window} = this.follower;
    if (read) yield {dataset: given.dataset, records, rejects, read, cursor: window.cursor()} as GrowingBatch;
  }
}
