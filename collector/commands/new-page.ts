import type {Config} from "../config.ts";
export async function newPage(_: Config, _n: string, _o: unknown, _e: unknown): Promise<void> {}
