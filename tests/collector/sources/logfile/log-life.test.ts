import {mkdirSync, rmSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import {temporaryFolder} from "../../../support/temporary-folder.ts";
import {playLogLife} from "./log-life.ts";

const lives = Number(process.env.WEIR_LOG_LIVES ?? 200);
const first = Number(process.env.WEIR_LOG_SEED ?? 1);

test(`LogReader reads every line once, or tells its loss, in ${lives} random lives of a log`, async (t) => {
  const folder = temporaryFolder(t);
  for (let seed = first; seed < first + lives; seed++) {
    const life = join(folder, String(seed));
    mkdirSync(life);
    await playLogLife(life, seed).catch((cause) => {
      throw new Error(`seed ${seed}: ${cause.message}`, {cause});
    });
    rmSync(life, {recursive: true});
  }
});
