import {setFlagsFromString} from "node:v8";

/** How far the heap may grow beyond what was alive until V8 looks at all of it again, %. */
const growth = 15;

/**
 * Keeps the memory of a process that runs for years near what it needs. By itself V8 looks at what has outlived a few
 * seconds when the heap has come to some twice of what was alive: records that wait a minute for the lake have until then,
 * so that the heap fills up with those of an hour.
 */
export const keepHeapSmall = (): void => setFlagsFromString(`--heap-growing-percent=${growth}`);
