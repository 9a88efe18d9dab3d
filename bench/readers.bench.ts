import {createServer} from "../collector/serve.ts";
import {afterTest} from "../tests/support/after-test.ts";
import {seeded} from "../tests/support/random.ts";
import {temporaryFolder} from "../tests/support/temporary-folder.ts";
import {walkPages} from "../tests/support/walk-pages.ts";
import type {Bench} from "./bench.ts";

const connections = 8;
const switches = 100;

/** Whether a reader ever gets a page of one snapshot and its files of another. */
export const bench: Bench = {
  name: "readers",
  about: `${connections} connections walk pages during ${switches} publishes and rollbacks`,
  async run({scope, say}) {
    const data = temporaryFolder(scope, {prefix: "weir-bench-"});
    const server = await createServer({data, host: "127.0.0.1", port: 0});
    afterTest(scope, () => server.close());
    const walked = await walkPages({data, url: server.url, connections, switches, random: seeded(Date.now())});
    for (const line of [...walked.errors, ...walked.mixed].slice(0, 10)) say(line);
    return [
      {what: "publishes and rollbacks", value: switches, unit: "switches", bar: {atLeast: switches}},
      {what: "pages read", value: walked.pages, unit: "pages"},
      {what: "pages open across a switch", value: walked.acrossSwitch, unit: "pages", bar: {atLeast: switches}},
      {what: "snapshots removed meanwhile", value: walked.removed, unit: "snapshots"},
      {what: "failed requests", value: walked.errors.length, unit: `of ${walked.requests}`, bar: {atMost: 0}},
      {what: "files of another snapshot than their page", value: walked.mixed.length, unit: "files", bar: {atMost: 0}}
    ];
  }
};
