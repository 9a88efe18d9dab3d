import assert from "node:assert/strict";
import {mkdirSync, rmdirSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import {networkTotals, ratesBetween, sampleMachine} from "../../../collector/sources/shared/sample-machine.ts";
import {system} from "../../../collector/sources/system.ts";
import {temporaryFolder} from "../../support/temporary-folder.ts";
import {collectFrom, inputs} from "./collecting.ts";
import {complies} from "./compliance.ts";

complies("system", (t) => {
  const disk = join(temporaryFolder(t), "disk");
  mkdirSync(disk);
  return {
    source: system.create({every: 100, disk}, "/"),
    feed: () => 5,
    unplug: () => rmdirSync(disk),
    replug: () => mkdirSync(disk),
    away: /^cannot read disk usage: .*disk \(no such file or folder\)$/
  };
});

test("system.read() gives plausible readings of this machine", async () => {
  const source = system.create({every: 100, disk: "/"}, "/");
  const {records} = await collectFrom(source, inputs(5));
  const values = Object.fromEntries(records.map(({series, value}) => [series, value as number]));
  assert.deepEqual(Object.keys(values), [
    "cpu/usage",
    "memory/usage",
    "network/sent",
    "network/received",
    "disk/usage"
  ]);
  for (const name of ["cpu/usage", "memory/usage", "disk/usage"]) assert.ok(values[name]! >= 0 && values[name]! <= 100);
  assert.ok(values["network/sent"]! >= 0 && values["network/received"]! >= 0);
});

test("sampleMachine() knows rates from the second sample on", async () => {
  const first = await sampleMachine(null);
  assert.deepEqual([first.usage.cpu, first.usage.sent, first.usage.received], [null, null, null]);
  assert.ok(first.usage.memory! > 0 && first.usage.disk! > 0);
  const later = {...first, at: first.at - 1000, cpu: {busy: first.cpu.busy - 100, total: first.cpu.total - 400}};
  assert.ok((await sampleMachine(later)).usage.cpu !== null);
});

test("sampleMachine() does without /proc", async () => {
  const readText = () => Promise.reject(new Error("no such file"));
  const first = await sampleMachine(null, {}, {readText});
  const {usage} = await sampleMachine(first, {}, {readText});
  assert.deepEqual([usage.sent, usage.received], [null, null]);
});

test("ratesBetween() gives shares in % and rates in kbit/s", () => {
  const before = {at: 0, cpu: {busy: 100, total: 1000}, network: {sent: 1000, received: 0}};
  const after = {at: 2000, cpu: {busy: 150, total: 1200}, network: {sent: 3000, received: 1_000_000}};
  assert.deepEqual(ratesBetween(before, after), {cpu: 25, sent: 8, received: 4000});
});

test("ratesBetween() knows nothing of counters that shrank or stood still", () => {
  const before = {at: 0, cpu: {busy: 100, total: 1000}, network: {sent: 1000, received: 1000}};
  const reset = {at: 1000, cpu: {busy: 100, total: 1000}, network: {sent: 10, received: 10}};
  assert.deepEqual(ratesBetween(before, reset), {cpu: null, sent: null, received: null});
  assert.deepEqual(ratesBetween(before, {...reset, at: 0, network: null}), {cpu: null, sent: null, received: null});
});

test("networkTotals() adds up all interfaces but the loopback", () => {
  const text = `Inter-|   Receive                                                |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
    lo:    3193      29    0    0    0     0          0         0     3193      29    0    0    0     0       0          0
  eth0:    1000      10    0    0    0     0          0         0      200       2    0    0    0     0       0          0
 wlan0:30 1    0    0    0     0          0         0      4       2    0    0    0     0       0          0
`;
  assert.deepEqual(networkTotals(text), {received: 1030, sent: 204});
});
