import assert from "node:assert/strict";
import {once} from "node:events";
import {chmodSync, rmSync, writeFileSync} from "node:fs";
import {type AddressInfo, createServer} from "node:net";
import {dirname, join} from "node:path";
import {type TestContext, test} from "node:test";
import {parseConfig} from "../../collector/config.ts";
import {checkBooks} from "../../collector/doctor/books.ts";
import {checkClock} from "../../collector/doctor/clock.ts";
import {checkDataFolder} from "../../collector/doctor/data-folder.ts";
import {checkDisk} from "../../collector/doctor/disk.ts";
import type {Finding, Subject} from "../../collector/doctor/finding.ts";
import {bytesInWords, spanInWords} from "../../collector/doctor/in-words.ts";
import {isHeld} from "../../collector/doctor/is-held.ts";
import {checkJobs, checkSnapshot} from "../../collector/doctor/jobs.ts";
import {checkPort} from "../../collector/doctor/port.ts";
import {checkSerialDevices} from "../../collector/doctor/serial-devices.ts";
import {checkVersions} from "../../collector/doctor/versions.ts";
import {doctor} from "../../collector/doctor.ts";
import {takeLock} from "../../collector/lock.ts";
import {hashPassword} from "../../collector/serve/login/password-hash.ts";
import {UsersFile} from "../../collector/serve/login/users-file.ts";
import {createServer as createSite} from "../../collector/serve.ts";
import {afterTest} from "../support/after-test.ts";
import {fixtureLake} from "../support/fixture-lake.ts";
import {freePort} from "../support/free-port.ts";
import {publishFiles} from "../support/publish-files.ts";
import {root} from "../support/root.ts";
import {runWeir} from "../support/run-weir.ts";
import {noon, soundLake} from "../support/sound-lake.ts";
import {temporaryFolder} from "../support/temporary-folder.ts";
import {noTerminalPair, terminalPair} from "../support/terminal-pair.ts";
import {waitFor} from "../support/wait-for.ts";

function subject(data: string, input: object = {}, rest: Partial<Subject> = {}): Subject {
  const config = parseConfig(input, {root: data, env: {WEIR_DATA: data}});
  return {file: "weir.config.ts", root, data, config, mistakes: [], devices: [], urls: [], collecting: false, ...rest};
}
const levels = (found: Finding[]) => found.map(({level}) => level);
const one = (found: Finding[], level: Finding["level"], text: RegExp, remedy?: RegExp) => {
  const match = found.find((finding) => finding.level === level && text.test(finding.text));
  assert.ok(match, `${level} ${text} among ${JSON.stringify(found)}`);
  if (remedy) assert.match(match.remedy!, remedy);
};
const refuses = (path: string) => () => {
  throw Object.assign(new Error(`EACCES: ${path}`), {code: "EACCES"});
};

/** A configuration beside a data folder, for `weir doctor`. */
function written(t: TestContext, settings: object): {file: string; data: string} {
  const folder = temporaryFolder(t);
  const file = join(folder, "weir.config.ts");
  writeFileSync(file, `export default ${JSON.stringify(settings)};`);
  return {file, data: join(folder, "data")};
}

test("weir doctor finds nothing wrong before the first start, and says so in lines and as JSON", async (t) => {
  const {file, data} = written(t, {server: {port: 0}, sources: {machine: {kind: "system"}}});
  const env = {WEIR_DATA: data};
  const lines = await runWeir(t, ["--config", file, "doctor"], {env}).exit;
  assert.match(lines.stdout, /^ok {4}configuration +.*weir\.config\.ts: 1 source$/m, lines.stderr);
  assert.match(lines.stdout, /^ok {4}versions +Weir \d.*, Node \d.*, DuckDB \d/m);
  assert.match(lines.stdout, /^ok {4}data folder +.*made at the first start$/m);
  assert.match(lines.stdout, /^ok {4}books +nothing is collected yet$/m);

  const {stdout, code} = await runWeir(t, ["--config", file, "doctor", "--json"], {env}).exit;
  const {ok, findings} = JSON.parse(stdout) as {ok: boolean; findings: Finding[]};
  assert.equal(ok, !findings.some(({level}) => level === "fail"));
  assert.equal(code, ok ? 0 : 1);
});

test("weir doctor names every mistake of a configuration, goes on with the rest, and exits with 1", async (t) => {
  const {file, data} = written(t, {
    publish: {every: "7ms"},
    colour: "red",
    sources: {plant: {kind: "serial", path: "/dev/ttyUSB99", baudRate: "fast"}}
  });
  const {code, stdout} = await runWeir(t, ["--config", file, "doctor"], {env: {WEIR_DATA: data}}).exit;
  assert.equal(code, 1);
  assert.match(stdout, /^fail {2}configuration +.*publish\.every: less than a second\n +-> write 10s, 5m, 1h or 7d$/m);
  assert.match(stdout, /^fail {2}configuration +.*colour: unknown setting$/m);
  assert.match(stdout, /^fail {2}configuration +.*plant\.baudRate: /m);
  assert.match(stdout, /^fail {2}serial +plant: no such device: \/dev\/ttyUSB99\n +-> plug it in/m);
  assert.match(stdout, /^ok {4}versions/m);
});

test("checkDataFolder() names what this user may not write, and a key that others may read", async (t) => {
  const {data} = await soundLake(t);
  assert.deepEqual(levels(checkDataFolder(subject(data))), ["ok"]);
  chmodSync(join(data, "secret.key"), 0o644);
  one(checkDataFolder(subject(data)), "warn", /others may read the key/, /chmod 600/);
  one(
    checkDataFolder(subject(data), {access: refuses(data)}),
    "fail",
    /not writable by this user: .*catalog\.db/,
    /chown/
  );
  const readOnly = () => {
    throw Object.assign(new Error("read-only file system"), {code: "EROFS"});
  };
  one(checkDataFolder(subject(data), {access: readOnly}), "fail", /^read-only file system: /, /mount it for writing/);
  const below = join(data, "no", "such");
  one(checkDataFolder(subject(below), {access: refuses(data)}), "fail", /cannot be made/, /mkdir -p/);
});

test("doctor() names a catalog that is damaged in every check that reads it, and what to do", async (t) => {
  const {data} = await soundLake(t);
  for (const suffix of ["", "-wal", "-shm"]) rmSync(join(data, `catalog.db${suffix}`), {force: true});
  writeFileSync(join(data, "catalog.db"), "nothing that SQLite knows ".repeat(400));
  const damage = /^cannot be checked: cannot open catalog: .*catalog\.db \(.*: restore it from a backup/;
  const failed = (await doctor(subject(data))).filter(({level, text}) => level === "fail" && damage.test(text));
  assert.deepEqual(failed.map(({check}) => check).sort(), ["books", "clock", "disk", "jobs"]);
});

test("checkDisk() counts the days that are left at the lake's growth", async (t) => {
  const {data, add} = fixtureLake(t);
  const day = 86_400_000;
  const readings = Array.from({length: 2000}, (_, i) => ({
    time: noon - 10 * day + i * (day / 200),
    source: "plant",
    series: "001/flow",
    value: Math.sin(i * i),
    quality: "good" as const
  }));
  await add("readings", readings);
  const free = (bytes: number, files: number | null = 1e6) => ({free: async () => ({bytes, files}), now: () => noon});
  const mib = 2 ** 20;
  one(
    await checkDisk(subject(data), free(100 * 2 ** 30)),
    "ok",
    /100 GiB free; the lake grows [\d.]+ (KiB|bytes) a day$/
  );
  one(await checkDisk(subject(data), free(100 * mib)), "fail", /0 days left/, /lake\.keep/);
  one(await checkDisk(subject(data), free(600 * mib)), "warn", /the spool may take 512 MiB/);
  one(await checkDisk(subject(data, {lake: {spoolBytes: 1}}), free(256 * mib + 60_000)), "warn", /: \d+ days left/);
  one(await checkDisk(subject(data), free(100 * 2 ** 30, 12)), "warn", /12 more files fit/);
});

test("checkPort() tells a free port, one that Weir holds and one that another program holds apart", async (t) => {
  const data = temporaryFolder(t);
  const site = await createSite({data, host: "127.0.0.1", port: 0});
  const port = Number(new URL(site.url).port);
  const at = (port: number) => checkPort(subject(data, {server: {host: "127.0.0.1", port}}));
  one(await at(port), "warn", /held by Weir, which says: no snapshot yet/);
  await publishFiles({"index.html": ""}, {data, now: noon});
  one(await at(port), "ok", /held by Weir, which is well/);
  await site.close();
  one(await at(port), "ok", /free/);

  const other = createServer((socket) => socket.end("220 not Weir\r\n")).listen(0, "127.0.0.1");
  afterTest(t, () => other.close());
  await once(other, "listening");
  const taken = (other.address() as AddressInfo).port;
  one(await at(taken), "fail", /in use by another program/, new RegExp(`PORT=${taken + 1}`));
});

test("checkPort() tells this Weir from that of another data folder", async (t) => {
  const [own, other] = [temporaryFolder(t), temporaryFolder(t)];
  await publishFiles({"index.html": "1"}, {data: own, now: noon});
  await publishFiles({"index.html": "2"}, {data: other, now: noon + 3_600_000});
  const site = await createSite({data: other, host: "127.0.0.1", port: 0});
  afterTest(t, () => site.close());
  const server = {host: "127.0.0.1", port: Number(new URL(site.url).port)};
  one(await checkPort(subject(own, {server})), "fail", /in use by the Weir of another data folder/, /PORT=/);
  one(await checkPort(subject(other, {server})), "ok", /held by Weir/);
});

const servers = {
  "open to all": {},
  "behind a login and below a prefix": {prefix: "/weir", login: {users: "users.json"}}
};

for (const [what, server] of Object.entries(servers))
  test(`weir doctor beside a running weir up, ${what}, finds its port and its serial line taken by itself`, {
    skip: noTerminalPair
  }, async (t) => {
    const line = join(temporaryFolder(t), "line");
    await terminalPair(t, line);
    const port = await freePort();
    const plant = {kind: "serial", path: line, line: {fields: ["thing", "date", "time", "flow"]}};
    const {file, data} = written(t, {demo: false, server: {...server, host: "127.0.0.1", port}, sources: {plant}});
    const users = new Map([["alice", {role: "admin" as const, password: await hashPassword("correct horse battery")}]]);
    new UsersFile(join(dirname(file), "users.json")).write(users);
    const env = {WEIR_DATA: data, PORT: undefined};
    const doctor = async () => {
      const {stdout, stderr} = await runWeir(t, ["--config", file, "doctor", "--json"], {env}).exit;
      assert.notEqual(stdout, "", stderr);
      const {findings} = JSON.parse(stdout) as {findings: Finding[]};
      return {of: (check: string) => findings.filter((finding) => finding.check === check)};
    };
    const before = await doctor();
    one(before.of("port"), "ok", /free/);
    const up = runWeir(t, ["--config", file, "up"], {env});
    const isUp = async () =>
      isHeld(data, "collector") && (await fetch(`http://127.0.0.1:${port}/`).catch(() => undefined));
    await waitFor(isUp, {message: () => up.stderr, withinMs: 60_000});
    const beside = await doctor();
    // there is no site to build here, of which it complains
    one(beside.of("port"), "warn", /held by Weir, which (says: |is not well)/);
    one(beside.of("serial"), "ok", /plant: .*line$/);
    up.kill();
    assert.equal((await up.exit).code, 0, up.stderr);
    one((await doctor()).of("port"), "ok", /free/);
  });

test("checkClock() sees a clock that was set back, one that jumps, a far file system and an unknown zone", async (t) => {
  const {data, catalog} = fixtureLake(t);
  const now = Date.now();
  for (const at of [now - 3000, now - 63_000]) catalog.commit({kind: "spool", at, files: []});
  one(await checkClock(subject(data)), "warn", /set back by 1 minute at /, /timedatectl/);
  one(
    await checkClock(subject(data), {now: () => Date.now() - 60_000}),
    "fail",
    /last written [45]\d seconds ahead of now/
  );
  one(await checkClock(subject(data), {now: () => Date.now() + 9000}), "warn", /file system is 9 seconds behind/);
  let steady = 0;
  one(await checkClock(subject(data), {steady: () => (steady += 5000)}), "warn", /jumped by -\d+ ms/);
  one(await checkClock(subject(data), {env: {TZ: "Europe/Rom"}}), "warn", /unknown time zone: TZ=Europe\/Rom/);
});

test("checkClock() compares the clock with that of a source's server", async (t) => {
  const data = temporaryFolder(t);
  const date = new Date(Date.now() - 3_600_000).toUTCString();
  const server = createServer((socket) =>
    socket.once("data", () => socket.end(`HTTP/1.1 200 OK\r\nDate: ${date}\r\nContent-Length: 0\r\n\r\n`))
  ).listen(0, "127.0.0.1");
  afterTest(t, () => server.close());
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const asked = subject(data, {}, {urls: [{id: "orders", url, simulated: false}]});
  one(await checkClock(asked), "warn", /the server of orders is 1 hour behind this machine/);
});

test("checkSerialDevices() names a port that is missing, is none, or may not be opened, with its group", (t) => {
  const data = temporaryFolder(t);
  const check = (path: string, simulated = false, options = {}) =>
    checkSerialDevices(subject(data, {}, {devices: [{id: "plant", path, simulated}]}), options);
  one(check("/dev/ttyUSB98"), "fail", /no such device/);
  one(check(join(data, "pty"), true), "ok", /there while weir up runs/);
  writeFileSync(join(data, "file"), "");
  one(check(join(data, "file")), "fail", /not a device/, /\/dev\/ttyUSB0/);
  one(check("/dev/tty"), "ok", /plant: \/dev\/tty/);
  one(check("/dev/tty", false, {access: refuses("/dev/tty")}), "fail", /permission denied/, /usermod -aG \w+ /);
});

test("checkVersions() refuses a Node that is too old", async () => {
  one(
    await checkVersions(subject(root), {node: "18.20.1", weir: root}),
    "fail",
    /Node 18\.20\.1 is too old/,
    /Node 20/
  );
});

test("checkSnapshot() and checkJobs() tell what is old, failed or late while a collector runs", async (t) => {
  const {data, catalog} = fixtureLake(t);
  one(checkSnapshot(subject(data)), "warn", /none is published/);
  const {builtAt, id} = await publishFiles({"index.html": ""}, {data, now: noon});
  const later = {now: () => builtAt + 7_200_000};
  one(checkSnapshot(subject(data), later), "ok", /built 2 hours ago/);
  one(checkSnapshot(subject(data, {}, {collecting: true}), later), "warn", /one is due every 10 minutes/);
  const daily = {jobs: {publish: {at: "0 6 * * *"}}};
  one(checkSnapshot(subject(data, daily, {collecting: true}), later), "ok", /built 2 hours ago/);
  rmSync(join(data, "snapshots", "current"));
  one(checkSnapshot(subject(data)), "fail", /readers get none/, new RegExp(`weir snapshots rollback ${id}`));

  const run = (job: string, endedAt: number, ok: boolean, message = "") =>
    catalog.addRun({job, startedAt: endedAt, endedAt, ok, message});
  run("publish", noon, true);
  one(checkJobs(subject(data), later), "ok", /publish 2 hours ago/);
  one(checkJobs(subject(data, {}, {collecting: true}), later), "warn", /publish is 2 hours late/);
  run("train", noon, true);
  run("train", noon + 3_600_000, false, "no memory\nat fit");
  one(checkJobs(subject(data), later), "warn", /train failed 1 hour ago: no memory$/);
});

test("checkBooks() fails where inputs are missing, and names sources that are away", async (t) => {
  const {data, alter} = await soundLake(t);
  assert.deepEqual(levels(await checkBooks(subject(data))), ["ok"]);
  alter("UPDATE sources SET state = 'away', message = 'no such device', lastReadAt = 1 WHERE id = 'meter'");
  const running = subject(data, {sources: {meter: {kind: "system"}}}, {collecting: true});
  one(await checkBooks(running), "warn", /meter is away: no such device/);
  alter("UPDATE sources SET read = read + 2 WHERE id = 'meter'");
  one(await checkBooks(subject(data)), "fail", /^meter: read \d+ is not committed/, /weir lake verify/);
});

test("isHeld() tells whether a lock is taken, without taking it", (t) => {
  const data = temporaryFolder(t);
  assert.equal(isHeld(data, "collector"), false);
  const lock = takeLock(data, "collector");
  assert.equal(isHeld(data, "collector"), true);
  lock.release();
  assert.equal(isHeld(data, "collector"), false);
  takeLock(data, "collector").release();
});

test("spanInWords() and bytesInWords() use the largest unit that fits", () => {
  assert.deepEqual([0, 1000, 90_000, 86_400_000 * 3].map(spanInWords), [
    "0 seconds",
    "1 second",
    "2 minutes",
    "3 days"
  ]);
  assert.deepEqual([0, 1023, 1536, 20 * 2 ** 30].map(bytesInWords), ["0 bytes", "1,023 bytes", "1.5 KiB", "20 GiB"]);
});
