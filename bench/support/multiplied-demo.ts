import type {ConfigInput, SourceInput} from "../../collector/config.ts";
import {parseDuration} from "../../collector/duration.ts";

/** A further set of simulated installations, beside those that `weir up` starts itself. */
export interface Copy {
  /** Holds its `simulation`. */
  data: string;
  /** Of its requests API. */
  port: number;
}

/**
 * The shipped configuration at a multiple of its rate: each simulated source once more for every copy, the others asked
 * so much more often.
 */
export function multipliedDemo(shipped: ConfigInput, copies: Copy[], {demoPort}: {demoPort: string}): ConfigInput {
  const own = Object.entries(shipped.sources);
  const oftener = own.map(([id, source]): [string, SourceInput] => {
    if (source.simulated || !("every" in source) || !source.every) return [id, source];
    return [id, {...source, every: `${parseDuration(source.every) / (copies.length + 1)}ms`}];
  });
  const copied = copies.flatMap(({data, port}, i) =>
    own
      .filter(([, {simulated}]) => simulated)
      .map(([id, source]): [string, SourceInput] => {
        const text = JSON.stringify(source)
          .replaceAll(`${shipped.data}/simulation`, `${data}/simulation`)
          .replaceAll(`:${demoPort}/`, `:${port}/`);
        return [`${id}-${i + 1}`, JSON.parse(text) as SourceInput];
      })
  );
  return {...shipped, sources: Object.fromEntries([...oftener, ...copied])};
}
