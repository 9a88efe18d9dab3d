import {setFlagsFromString} from "node:v8";
import {runInNewContext} from "node:vm";
import {ReadlineParser} from "serialport";
import {Framer} from "../collector/sources/serial/framer.ts";
import type {Bench, Row} from "./bench.ts";

/** The source's default. */
const maxFrameBytes = 1024;
/** As the port delivers them. */
const chunkBytes = 4096;
const MiB = 2 ** 20;
/** The rival's time grows with the square of the bytes, so it gets few. */
const rivalBytes = 4 * MiB;

/** What a wrong baud rate does to a serial source: bytes for ever, and no line end among them. */
export const bench: Bench = {
  name: "framer",
  about: `1 GiB without a line end into the serial framer; ${rivalBytes / MiB} MiB into serialport's ReadlineParser`,
  async run({say}) {
    say("1 GiB into the framer");
    const {seconds, grownMiB} = framed(1024 * MiB);
    const few = framed(rivalBytes);
    say(`${rivalBytes / MiB} MiB into ReadlineParser`);
    const rival = {name: "ReadlineParser", ...readlineParsed(rivalBytes)};
    const what = (bytes: number) => `${bytes / MiB} MiB without a line end`;
    return [
      {what: what(1024 * MiB), value: seconds, unit: "s", bar: {atMost: 5}},
      {what: `${what(1024 * MiB)}, memory above idle`, value: grownMiB, unit: "MiB", bar: {atMost: 1}},
      {what: what(rivalBytes), value: few.seconds, unit: "s", rival: {name: rival.name, value: rival.seconds}},
      {
        what: `${what(rivalBytes)}, memory above idle`,
        value: few.grownMiB,
        unit: "MiB",
        rival: {name: rival.name, value: rival.grownMiB}
      }
    ] satisfies Row[];
  }
};

const framed = (bytes: number): Figures =>
  fed(bytes, () => {
    const framer = new Framer(maxFrameBytes);
    return (chunk) => void framer.push(chunk);
  });

const readlineParsed = (bytes: number): Figures =>
  fed(bytes, () => {
    const parser = new ReadlineParser({delimiter: "\n"});
    return (chunk) => void parser.write(chunk);
  });

interface Figures {
  /** Without the time of measuring memory. */
  seconds: number;
  /** The most that heap and buffers held more than before, of sixteen looks, garbage collected. */
  grownMiB: number;
}

type Push = (chunk: Buffer) => void;

/** Feeds what `start` makes, after a sixteenth as much into another one, for the engine to settle. */
function fed(bytes: number, start: () => Push): Figures {
  const chunk = Buffer.alloc(chunkBytes, "x");
  const feedSixteenth = (push: Push) => {
    for (let done = 0; done < bytes / 16; done += chunkBytes) push(chunk);
  };
  feedSixteenth(start());
  const idle = held();
  const push = start();
  let milliseconds = 0;
  let most = idle;
  for (let look = 0; look < 16; look++) {
    const started = performance.now();
    feedSixteenth(push);
    milliseconds += performance.now() - started;
    most = Math.max(most, held());
  }
  return {seconds: milliseconds / 1000, grownMiB: (most - idle) / MiB};
}

setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");

/** Bytes of heap and buffers in use. */
function held(): number {
  collectGarbage();
  const {heapUsed, external} = process.memoryUsage();
  return heapUsed + external;
}
