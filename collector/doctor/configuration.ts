import {type Finding, findings, type Subject} from "./finding.ts";

const {ok, fail} = findings("configuration");

/** Every mistake of the configuration. */
export function checkConfiguration({file, config, mistakes}: Subject): Finding[] {
  if (config) {
    const {length} = config.sources;
    return [ok(`${file}: ${length} ${length === 1 ? "source" : "sources"}`)];
  }
  return mistakes.map((mistake) => {
    const [, text, remedy] = /^(.*) \((.+)\)$/s.exec(mistake) ?? [undefined, mistake, "mend it; see weir.config.ts"];
    return fail(`${file}: ${text}`, remedy!);
  });
}
