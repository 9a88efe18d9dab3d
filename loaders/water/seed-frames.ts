import {deserialize, serialize} from "node:v8";
import type {WalkSeed} from "../outliers/seeded-walk.ts";

/** Bytes of the length that stands before a seed. */
const head = 4;

/** A seed as one frame: its length, then itself as V8 serialises it. */
export function framed(seed: WalkSeed): Buffer {
  const body = serialize(seed);
  const length = Buffer.alloc(head);
  length.writeUInt32LE(body.length);
  return Buffer.concat([length, body]);
}

/** The seeds of frames, each made when it is asked for: who reads on for years needs room for one at a time. */
export function* seedsOf(frames: Buffer): Generator<WalkSeed> {
  for (let at = 0; at < frames.length; ) {
    const end = at + head + frames.readUInt32LE(at);
    yield deserialize(new Uint8Array(frames.subarray(at + head, end))) as WalkSeed; // a copy: numbers may be views of it
    at = end;
  }
}
