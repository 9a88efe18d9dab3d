import type {ConfigInput} from "./config-schema.ts";

/** Gives weir.config.ts its types; changes nothing. */
export const defineConfig = (config: ConfigInput): ConfigInput => config;
