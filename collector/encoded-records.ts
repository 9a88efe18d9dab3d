const newline = 0x0a;

/**
 * Records as JSON, one a line, in the dataset's column names: the form in which they wait in the spool and go to the
 * lake. They can be counted without being parsed; iterating parses them.
 */
export class EncodedRecords<T = unknown> implements Iterable<T> {
  /**
   * @param lines one JSON object a line, every line ended by a newline, valid UTF-8
   * @param length the number of lines
   */
  constructor(
    readonly lines: Buffer,
    readonly length: number
  ) {}

  static of<T>(records: Iterable<T>): EncodedRecords<T> {
    if (records instanceof EncodedRecords) return records;
    let text = "";
    let length = 0;
    for (const record of records) {
      text += `${wellFormedJson(record)}\n`;
      length += 1;
    }
    return new EncodedRecords(Buffer.from(text), length);
  }

  *[Symbol.iterator](): Iterator<T> {
    for (let start = 0; start < this.lines.length; ) {
      const end = this.lines.indexOf(newline, start);
      yield JSON.parse(this.lines.toString("utf8", start, end));
      start = end + 1;
    }
  }

  toJSON(): T[] {
    return [...this];
  }
}

/** JSON in which no text holds half of a surrogate pair: UTF-8 has no such thing, and readers of the lines refuse it. */
function wellFormedJson(record: unknown): string {
  const json = JSON.stringify(record);
  if (!json.includes("\\ud")) return json;
  return JSON.stringify(record, (_, value) => (typeof value === "string" ? Buffer.from(value).toString() : value));
}
