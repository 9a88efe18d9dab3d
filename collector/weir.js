#!/usr/bin/env node
import {compiledCli} from "./compiled-cli.js";

const compiled = await compiledCli();
if (compiled) {
  process.setSourceMapsEnabled(true);
  await import(compiled);
} else {
  const {register} = await import("tsx/esm/api");
  register();
  await import("./cli.ts");
}
