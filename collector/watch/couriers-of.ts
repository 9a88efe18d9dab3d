import type {Config} from "../config.ts";
import {outputKinds} from "../outputs/index.ts";
import type {OutputKind} from "../outputs/output.ts";
import type {CourierOptions} from "./courier.ts";

/** A courier for each configured output. */
export const couriersOf = (
  {alerts: {outputs}, root}: Pick<Config, "alerts" | "root">,
  env: NodeJS.ProcessEnv
): CourierOptions[] =>
  Object.entries(outputs).map(([name, {kind, send, ...options}]) => ({
    name,
    kind,
    send,
    create: () => (outputKinds[kind] as OutputKind).create(options, {root, env})
  }));
