import assert from "node:assert/strict";
import {test} from "node:test";
import {installPackage} from "./install-package.ts";

const wanted = {
  name: "Mosquitto",
  package: "mosquitto",
  find: () => "/usr/sbin/mosquitto",
  remedy: "install mosquitto with your package manager"
};
const say = () => {};

test("installPackage() asks apt-get as root, and otherwise says what to install", () => {
  const ran: string[] = [];
  const run = (program: string, args: string[]) => void ran.push([program, ...args].join(" "));
  assert.equal(installPackage(wanted, {root: true, aptGet: "apt-get", run, say}), "/usr/sbin/mosquitto");
  assert.deepEqual(ran, ["apt-get update", "apt-get install -y --no-install-recommends mosquitto"]);
  const remedy = /no Mosquitto found \(install mosquitto with your package manager\)/;
  assert.throws(() => installPackage(wanted, {root: false, aptGet: "apt-get", run, say}), remedy);
  assert.throws(() => installPackage(wanted, {root: true, aptGet: "", run, say}), remedy);
  assert.equal(ran.length, 2);
});

test("installPackage() says that apt-get failed, and what to do instead", () => {
  const run = () => {
    throw new Error("exit code 100");
  };
  assert.throws(
    () => installPackage(wanted, {root: true, aptGet: "apt-get", run, say}),
    /cannot install Mosquitto: exit code 100 \(install mosquitto/
  );
});

test("installPackage() says that the package did not bring the program", () => {
  const absent = {...wanted, find: () => undefined};
  assert.throws(
    () => installPackage(absent, {root: true, aptGet: "apt-get", run: () => {}, say}),
    /apt-get installed no Mosquitto \(install mosquitto/
  );
});
