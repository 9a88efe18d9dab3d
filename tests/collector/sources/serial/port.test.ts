import assert from "node:assert/strict";
import {chmodSync, mkdirSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import {Away} from "../../../../collector/source.ts";
import {portsById} from "../../../../collector/sources/serial/device.ts";
import {openPort, type PortOptions} from "../../../../collector/sources/serial/port.ts";
import {PseudoTerminal} from "../../../../data/demo/live/pseudo-terminal.ts";
import {afterTest} from "../../../support/after-test.ts";
import {temporaryFolder} from "../../../support/temporary-folder.ts";

const settings: Omit<PortOptions, "path"> = {baudRate: 9600, dataBits: 8, stopBits: 1, parity: "none"};
const nobody = {onData: () => {}, onGone: () => {}};

test("openPort() lists the ports that are there, by id, when its own is missing", async (t) => {
  const folder = temporaryFolder(t);
  const open = (byId: string) =>
    openPort({...settings, path: join(folder, "meter")}, nobody, {present: () => portsById(byId)});
  await assert.rejects(open(join(folder, "by-id")), /\(missing: is it plugged in\?\)$/);
  mkdirSync(join(folder, "by-id"));
  for (const name of ["usb-FTDI_2-if00", "usb-FTDI_1-if00"]) writeFileSync(join(folder, "by-id", name), "");
  await assert.rejects(open(join(folder, "by-id")), ({message}: Error) =>
    message.endsWith(
      `(missing: is it plugged in? There are ${folder}/by-id/usb-FTDI_1-if00, ${folder}/by-id/usb-FTDI_2-if00)`
    )
  );
});

test("openPort() lists no ports when its own is there and of no use", async (t) => {
  const path = join(temporaryFolder(t), "file");
  writeFileSync(path, "");
  const present = () => assert.fail("asked for the ports");
  await assert.rejects(openPort({...settings, path}, nobody, {present}), /\(not a serial port\)$/);
});

test("openPort() says that permission is missing, and how to get it", async (t) => {
  const folder = temporaryFolder(t);
  const path = join(folder, "meter");
  const meter = new PseudoTerminal(path);
  afterTest(t, () => meter.close());
  chmodSync(folder, 0o755);
  chmodSync(path, 0);
  // The superuser may read everything.
  if (process.geteuid!() === 0) {
    process.seteuid!("nobody");
    afterTest(t, () => process.seteuid!(0));
  }
  await assert.rejects(
    openPort({...settings, path}, nobody),
    /meter \(permission denied: add the user to the dialout group\)$/
  );
});

test("openPort() throws what knows when permissions have changed", async (t) => {
  const path = join(temporaryFolder(t), "file");
  writeFileSync(path, "");
  const error = await openPort({...settings, path}, nobody).then(
    () => null,
    (error) => error
  );
  assert.ok(error instanceof Away);
  assert.equal(error.isBack(), false);
  chmodSync(path, 0o600);
  assert.equal(error.isBack(), true);
});
