import type {Config} from "../config.ts";

/** What a check found: `warn` is what will become a failure or spoils the data, `fail` what keeps Weir from its work. */
export interface Finding {
  check: string;
  level: "ok" | "warn" | "fail";
  text: string;
  /** What to do about it. */
  remedy?: string;
}

/** A serial port of the configuration. */
export interface SerialDevice {
  id: string;
  path: string;
  simulated: boolean;
}

/** What is examined: known as far as it can be when the configuration has mistakes. */
export interface Subject {
  /** The configuration file, as it was named. */
  file: string;
  root: string;
  data: string;
  /** null when it has mistakes. */
  config: Config | null;
  mistakes: string[];
  devices: SerialDevice[];
  /** Addresses that are asked over HTTP. */
  urls: {id: string; url: string; simulated: boolean}[];
  /** Whether a collector runs on the data folder. */
  collecting: boolean;
}

export type Check = (subject: Subject) => Finding[] | Promise<Finding[]>;

/** Makers of one check's findings. */
export const findings = (check: string) => ({
  ok: (text: string): Finding => ({check, level: "ok", text}),
  warn: (text: string, remedy: string): Finding => ({check, level: "warn", text, remedy}),
  fail: (text: string, remedy: string): Finding => ({check, level: "fail", text, remedy})
});
