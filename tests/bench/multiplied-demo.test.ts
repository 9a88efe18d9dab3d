import assert from "node:assert/strict";
import {test} from "node:test";
import {multipliedDemo} from "../../bench/support/multiplied-demo.ts";
import {parseConfig} from "../../collector/config.ts";
import shipped from "../../weir.config.ts";

test("multipliedDemo() adds a set of simulated sources for each copy, and asks the others so much more often", () => {
  const copies = [
    {data: "/copies/1", port: 4001},
    {data: "/copies/2", port: 4002}
  ];
  const {sources} = multipliedDemo(shipped, copies, {demoPort: process.env.WEIR_DEMO_PORT ?? "3091"});
  const simulated = Object.values(shipped.sources).filter((source) => source.simulated).length;
  assert.equal(Object.keys(sources).length, Object.keys(shipped.sources).length + 2 * simulated);
  assert.equal((sources.machine as {every: string}).every, "1000ms");
  assert.equal((sources["plant-2"] as {path: string}).path, "/copies/2/simulation/water-sensors");
  assert.equal((sources["requests-1"] as {url: string}).url, "http://127.0.0.1:4001/requests");
  assert.doesNotThrow(() => parseConfig({...shipped, sources}, {env: {}}));
});
