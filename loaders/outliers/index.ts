import type {Detector} from "./detector.ts";
import {night} from "./night.ts";
import {prediction} from "./prediction.ts";
import {system} from "./system.ts";
import {value} from "./value.ts";

/** Every detector. */
export const detectors: readonly Detector[] = [system, value, prediction, night];
