import assert from "node:assert/strict";
import {test} from "node:test";
import {type Frame, Framer} from "../../../../collector/sources/serial/framer.ts";
import {seeded} from "../../../support/random.ts";

const texts = (frames: Frame[]) => frames.map(({bytes, length}) => [bytes.toString(), length]);

test("framer.push() ends frames at CR, LF and CRLF however the bytes are cut", () => {
  const text = "one\ntwo\r\nthree\r\n\nfour\rrest";
  const expected = [
    ["one", 3],
    ["two", 3],
    ["three", 5],
    ["four", 4]
  ];
  for (let size = 1; size <= text.length; size++) {
    const framer = new Framer(16);
    const frames: Frame[] = [];
    for (let at = 0; at < text.length; at += size) frames.push(...framer.push(Buffer.from(text.slice(at, at + size))));
    assert.deepEqual(texts(frames), expected, `in pieces of ${size}`);
  }
});

test("framer.push() keeps only the first bytes of an overlong frame", () => {
  const framer = new Framer(4);
  assert.deepEqual(texts(framer.push(Buffer.from("123456\nab\n"))), [
    ["1234", 6],
    ["ab", 2]
  ]);
});

test("framer.push() reports endless garbage piece by piece", () => {
  const framer = new Framer(4, 100);
  const frames = Array.from({length: 1000}, () => framer.push(Buffer.alloc(1, 0x55))).flat();
  assert.deepEqual(texts(frames), Array(10).fill(["UUUU", 100]));
});

test("framer.push() takes 16 MiB without a line end", () => {
  const framer = new Framer(1024);
  const chunk = Buffer.alloc(65_536, 0x55);
  const lengths = Array.from({length: 256}, () => framer.push(chunk))
    .flat()
    .map(({length}) => length);
  assert.equal(
    lengths.reduce((sum, length) => sum + length, 0),
    16 * 2 ** 20
  );
});

test("framer.push() agrees with a loop over the bytes, whatever comes and however it is cut", () => {
  const random = seeded(1);
  const below = (limit: number) => Math.floor(random() * limit);
  for (let run = 0; run < 2000; run++) {
    const [maxBytes, garbageBytes] = [1 + below(8), 8 + below(24)];
    const lineEnd = random() ** 2;
    const bytes = Buffer.from(
      Array.from({length: below(200)}, () => (random() < lineEnd ? [0x0d, 0x0a][below(2)]! : below(256)))
    );
    const framer = new Framer(maxBytes, garbageBytes);
    const frames: Frame[] = [];
    for (let at = 0; at < bytes.length; ) {
      const chunk = Buffer.from(bytes.subarray(at, at + 1 + below(40)));
      frames.push(...framer.push(chunk));
      at += chunk.length;
      chunk.fill(0x21); // the port reuses it
    }
    assert.deepEqual(frames, framedByByte(bytes, maxBytes, garbageBytes), `run ${run}`);
  }
});

/** What a framer does, said in the plainest way. */
function framedByByte(bytes: Buffer, maxBytes: number, garbageBytes: number): Frame[] {
  const frames: Frame[] = [];
  let run: number[] = [];
  for (const byte of bytes) {
    const atEnd = byte === 0x0d || byte === 0x0a;
    if (!atEnd) run.push(byte);
    if (run.length === 0 || !(atEnd || run.length === garbageBytes)) continue;
    frames.push({bytes: Buffer.from(run.slice(0, maxBytes)), length: run.length});
    run = [];
  }
  return frames;
}
