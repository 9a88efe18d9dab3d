import {appendFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import type {TestContext} from "node:test";
import {linesOf} from "../../../../collector/sources/logfile/chunk.ts";
import {type LogCursor, LogReader} from "../../../../collector/sources/logfile/log-reader.ts";
import {blockFor} from "../../../../collector/sources/logfile/read-options.ts";
import {afterTest} from "../../../support/after-test.ts";
import {temporaryFolder} from "../../../support/temporary-folder.ts";
import {hash} from "../collecting.ts";

/** A log in a folder of its own, and a reader of it. */
export class Following {
  readonly path: string;
  lines: string[] = [];
  losses: string[] = [];
  positions: string[] = [];
  cursor: LogCursor | null = null;
  #reader: LogReader | null = null;

  constructor(
    t: TestContext,
    readonly folder = temporaryFolder(t),
    private readonly maxLineBytes = 65_536
  ) {
    this.path = join(folder, "access.log");
    afterTest(t, () => this.stop());
  }

  /** The path of a rotated file, as in `at(".1.gz")`. */
  at = (suffix: string): string => this.path + suffix;

  write(text: string): void {
    appendFileSync(this.path, text);
  }

  create(text = ""): void {
    writeFileSync(this.path, text, {flag: "wx"});
  }

  /** The lines that so many polls give. */
  async poll(times = 1): Promise<string[]> {
    const {maxLineBytes} = this;
    this.#reader ??= new LogReader(this.path, this.cursor, {hash, maxLineBytes, block: blockFor(maxLineBytes)});
    const before = this.lines.length;
    for (let i = 0; i < times; i++)
      for await (const item of this.#reader.poll()) {
        if ("losses" in item) {
          this.losses.push(...item.losses.map(({reason}) => reason));
          this.positions.push(...item.losses.map(({position}) => position));
        } else this.lines.push(...Array.from(linesOf(item), ({bytes}) => bytes.toString()));
        const cursor = "losses" in item ? item.cursor : item.cursor(item.end);
        this.cursor = JSON.parse(JSON.stringify(cursor));
      }
    return this.lines.slice(before);
  }

  async stop(): Promise<void> {
    await this.#reader?.close();
    this.#reader = null;
  }
}
