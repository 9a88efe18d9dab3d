import assert from "node:assert/strict";
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync
} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import Database from "libsql";
import {backupIds} from "../../collector/backup/manifest.ts";
import {restore} from "../../collector/backup/restore.ts";
import {backup} from "../../collector/backup.ts";
import {lakeStatus} from "../../collector/lake-status.ts";
import {hashPassword} from "../../collector/serve/login/password-hash.ts";
import {UsersFile} from "../../collector/serve/login/users-file.ts";
import {lakeRows} from "../support/lake-rows.ts";
import {runWeir} from "../support/run-weir.ts";
import {soundLake} from "../support/sound-lake.ts";
import {temporaryFolder} from "../support/temporary-folder.ts";
import {waitFor} from "../support/wait-for.ts";

/** Backups have their second as a name. */
const clock = () => {
  let at = Date.UTC(2026, 10, 22);
  return {now: () => (at += 1000)};
};
const flip = (file: string) => {
  const bytes = readFileSync(file);
  bytes[bytes.length >> 1]! ^= 1;
  chmodSync(file, 0o644);
  writeFileSync(file, bytes);
};

test("restore() brings back what backup() took: lake, spool, models, criteria, configuration, links", async (t) => {
  const {data} = await soundLake(t);
  const folder = temporaryFolder(t);
  mkdirSync(join(data, "models"));
  writeFileSync(join(data, "models", "a%3Ab days.model"), "model");
  writeFileSync(join(data, "criteria-versions.json"), "{}");
  mkdirSync(join(data, "snapshots", "1"), {recursive: true});
  writeFileSync(join(data, "snapshots", "1", "index.html"), "page");
  symlinkSync("1", join(data, "snapshots", "current"));
  const state = new Database(join(data, "state.db"));
  state.exec("PRAGMA journal_mode = WAL; CREATE TABLE t (x); INSERT INTO t VALUES (42)");
  const config = join(folder, "weir.config.ts");
  writeFileSync(config, "export default {};");

  const made = await backup(join(folder, "to"), {data, config: [config, join(folder, "none")], snapshots: true});
  state.close();
  const to = join(folder, "restored");
  const {verified, secret} = await restore(join(folder, "to"), to);
  assert.deepEqual(verified.problems, []);
  assert.equal(verified.rows, made.rows);
  assert.equal(secret, false);
  assert.deepEqual(await lakeStatus(to).then(({datasets}) => datasets), (await lakeStatus(data)).datasets);
  assert.deepEqual(await lakeRows(to, "readings"), await lakeRows(data, "readings"));
  assert.equal((await lakeStatus(to)).sources.meter!.spooled, 3);
  assert.equal(readFileSync(join(to, "models", "a%3Ab days.model"), "utf8"), "model");
  assert.equal(readFileSync(join(to, "config", "weir.config.ts"), "utf8"), "export default {};");
  assert.equal(readFileSync(join(to, "snapshots", "current", "index.html"), "utf8"), "page");
  assert.equal(readlinkSync(join(to, "snapshots", "current")), "1");
  const restored = new Database(join(to, "state.db"));
  assert.equal((restored.prepare("SELECT x FROM t").get() as {x: number}).x, 42);
  restored.close();
  for (const name of ["secret.key", "collector.lock", "catalog.db-journal"])
    assert.ok(!existsSync(join(to, name)), name);
});

test("backup() takes the key of private values only when told to, and restore() keeps it for its owner alone", async (t) => {
  const {data} = await soundLake(t);
  const folder = temporaryFolder(t);
  await backup(join(folder, "to"), {data, secret: true});
  const {secret, data: to} = await restore(join(folder, "to"), join(folder, "restored"));
  assert.equal(secret, true);
  assert.equal(statSync(join(to, "secret.key")).mode & 0o777, 0o600);
  assert.equal(readFileSync(join(to, "secret.key"), "utf8"), readFileSync(join(data, "secret.key"), "utf8"));
});

test("backup() and restore() show a database to nobody who may not read the original", async (t) => {
  const {data} = await soundLake(t);
  const folder = temporaryFolder(t);
  const state = new Database(join(data, "state.db"));
  state.exec("CREATE TABLE t (x)");
  state.close();
  const modes = {"catalog.db": 0o600, "state.db": 0o640};
  for (const [name, mode] of Object.entries(modes)) chmodSync(join(data, name), mode);
  const modesIn = (place: string) =>
    Object.fromEntries(Object.keys(modes).map((name) => [name, statSync(join(place, name)).mode & 0o777]));
  const {path} = await backup(join(folder, "to"), {data});
  assert.deepEqual(modesIn(path), modes);
  assert.deepEqual(modesIn((await restore(path, join(folder, "restored"))).data), modes);
});

test("weir backup takes users and tokens, wherever they are, and leaves out who is logged in and what is made anew", async (t) => {
  const {data} = await soundLake(t);
  const folder = temporaryFolder(t);
  const users = new Map([["alice", {role: "admin" as const, password: await hashPassword("correct horse battery")}]]);
  new UsersFile(join(folder, "users.json")).write(users);
  for (const name of ["tokens.json", "sessions.json"])
    writeFileSync(join(data, name), `{"of": "${name}"}`, {mode: 0o600});
  for (const name of ["tables", "cubes/readings-00000000", "loaders"]) {
    mkdirSync(join(data, name), {recursive: true});
    writeFileSync(join(data, name, "made.json"), "{}");
  }
  const configured = (name: string, users: string) => {
    const file = join(folder, `${name}.config.mts`);
    writeFileSync(file, `export default ${JSON.stringify({data, server: {login: {users}}})};\n`);
    return ["--config", file];
  };
  const before = configured("before", "users.json");
  const archive = join(folder, "weir.tar.gz");
  const {code, stderr} = await runWeir(t, [...before, "backup", archive], {cwd: folder}).exit;
  assert.equal(code, 0, stderr);
  assert.equal(statSync(archive).mode & 0o777, 0o600);

  const to = join(folder, "restored");
  const {files} = await restore(archive, to);
  assert.ok(files > 0);
  const text = (name: string) => readFileSync(join(to, name), "utf8");
  assert.equal(text("tokens.json"), '{"of": "tokens.json"}');
  assert.equal(statSync(join(to, "config", "users.json")).mode & 0o777, 0o600);
  for (const name of ["sessions.json", "secret.key", "tables", "cubes", "loaders"])
    assert.ok(!existsSync(join(to, name)), name);
  const listed = runWeir(t, [...configured("after", join(to, "config", "users.json")), "user", "list"]);
  assert.match((await listed.exit).stdout, /^alice +admin$/m);
});

test("backup() links what the backup before has, copies it anew where that is damaged, and keeps so many", async (t) => {
  const {data, merged, at} = await soundLake(t);
  const to = join(temporaryFolder(t), "to");
  const time = clock();
  const first = await backup(to, {data}, time);
  const second = await backup(to, {data}, time);
  const inode = ({id}: {id: string}) => statSync(join(to, id, "lake", merged)).ino;
  assert.equal(inode(first), inode(second));
  assert.notEqual(inode(first), statSync(at(merged)).ino); // a damaged lake leaves its backups alone
  const inLake = (await lakeStatus(data)).datasets;
  const held = Object.values(inLake).reduce((sum, {bytes}) => sum + bytes, 0);
  assert.ok(second.written <= first.written - held, `${second.written} after ${first.written}, of which lake ${held}`);

  flip(join(to, second.id, "lake", merged));
  const third = await backup(to, {data, keep: 2}, time);
  assert.notEqual(inode(third), inode(second));
  assert.deepEqual(third.removed, [first.id]);
  assert.deepEqual(backupIds(to), [third.id, second.id]);
  await restore(join(to, third.id), join(to, "restored"));
  await assert.rejects(restore(join(to, second.id), join(to, "again")), /damaged backup: .*merge-.* \(take another/);
  assert.deepEqual(readdirSync(join(to, "again")), []);
});

test("restore() takes a file into a data folder that is a disk of its own, and leaves nothing beside it", async (t) => {
  const disk = "/dev/shm";
  const folder = temporaryFolder(t);
  if (!existsSync(disk) || statSync(disk).dev === statSync(folder).dev) return t.skip("no second disk");
  const {data} = await soundLake(t);
  const file = join(folder, "weir.tar.gz");
  await backup(file, {data});
  const mounted = mkdtempSync(join(disk, "weir-"));
  t.after(() => rmSync(mounted, {recursive: true}));
  const to = join(folder, "data");
  symlinkSync(mounted, to);
  const {verified} = await restore(file, to);
  assert.deepEqual(verified.problems, []);
  assert.deepEqual(readdirSync(folder).sort(), ["data", "weir.tar.gz"]);
  assert.deepEqual(
    readdirSync(to).filter((name) => name.startsWith(".")),
    []
  );
});

test("backup() refuses a damaged lake file and a place inside the data folder, and leaves nothing half", async (t) => {
  const {data, merged, at} = await soundLake(t);
  const to = join(temporaryFolder(t), "to");
  await assert.rejects(backup(join(data, "backups"), {data}), /inside the data folder/);
  flip(at(merged));
  await assert.rejects(backup(to, {data}), /damaged file: .*merge-.*\(restore it from an earlier backup/);
  assert.deepEqual(
    readdirSync(to).filter((name) => !name.startsWith(".backup.lock")),
    []
  );
  await assert.rejects(backup(to, {data: join(to, "none")}), /no lake yet/);
});

test("backup() into a file is one file, and restore() takes it", async (t) => {
  const {data} = await soundLake(t);
  const folder = temporaryFolder(t);
  const file = join(folder, "weir.tar.gz");
  await backup(file, {data});
  assert.deepEqual(readdirSync(folder), ["weir.tar.gz"]);
  const {verified} = await restore(file, join(folder, "restored"));
  assert.deepEqual(verified.problems, []);
  assert.deepEqual(readdirSync(folder).sort(), ["restored", "weir.tar.gz"]);
  writeFileSync(join(folder, "cut.tar.gz"), readFileSync(file).subarray(0, 2000));
  await assert.rejects(restore(join(folder, "cut.tar.gz"), join(folder, "other")), /tar failed/);
});

test("restore() refuses a folder that is not empty, what is no backup, and a manifest that was changed", async (t) => {
  const {data} = await soundLake(t);
  const folder = temporaryFolder(t);
  const {path} = await backup(join(folder, "to"), {data});
  const to = join(folder, "restored");
  await assert.rejects(restore(path, data), /not empty: .* \(restore into a new folder/);
  await assert.rejects(restore(join(folder, "none"), to), /no such backup/);
  await assert.rejects(restore(data, to), /no backup: /);
  appendFileSync(join(path, "manifest.json"), " ");
  await assert.rejects(restore(path, to), /damaged backup: .*manifest\.json/);
});

test("weir backup while a collector writes: each restored lake is sound, and goes on to every line once", async (t) => {
  const folder = temporaryFolder(t);
  const log = join(folder, "access.log");
  const line = (n: number) => `10.0.0.1 - - [21/Nov/2026:00:00:00 +0000] "GET /line/${n} HTTP/1.1" 200 5 "-" "-"\n`;
  writeFileSync(log, "");
  const configured = (data: string) => {
    const file = join(folder, `${data}.config.mts`);
    const sources = {log: {kind: "logfile", path: log, every: "100ms"}};
    const lake = {every: "150ms", compactEvery: "1s"};
    writeFileSync(file, `export default ${JSON.stringify({data: join(folder, data), lake, sources})};\n`);
    return ["--config", file];
  };
  const collector = runWeir(t, [...configured("data"), "collect"]);
  let lines = 0;
  const write = (n: number) => {
    for (const end = lines + n; lines < end; ) appendFileSync(log, line(++lines));
  };
  write(100);
  await waitFor(async () => (await lakeStatus(join(folder, "data"))).datasets.events?.rows);
  const writing = setInterval(() => write(20), 10);
  t.after(() => clearInterval(writing));
  const made: string[] = [];
  for (let i = 0; i < 4; i++) {
    const {code, stdout, stderr} = await runWeir(t, [
      ...configured("data"),
      "backup",
      join(folder, "to"),
      "--with-secret",
      "--json"
    ]).exit;
    assert.equal(code, 0, stderr);
    made.push((JSON.parse(stdout) as {path: string}).path);
  }
  clearInterval(writing);
  collector.kill();
  assert.equal((await collector.exit).code, 0);

  let before = 0;
  for (const [i, path] of made.entries()) {
    const args = [...configured(`restored-${i}`), "restore", path];
    const {code, stderr} = await runWeir(t, args).exit;
    assert.equal(code, 0, stderr);
    const {sources, balanced} = await lakeStatus(join(folder, `restored-${i}`));
    assert.ok(balanced);
    const {read} = sources.log!;
    assert.ok(read >= before && read <= lines, `${read} lines after ${before}`);
    before = read;
  }
  assert.ok(before > 100, "nothing was written while the backups were made");

  const last = join(folder, "restored-1");
  const again = runWeir(t, [...configured("restored-1"), "collect"]);
  await waitFor(async () => (await lakeStatus(last)).sources.log!.committed >= lines);
  again.kill();
  assert.equal((await again.exit).code, 0);
  assert.doesNotMatch(again.stderr, /BALANCE/);
  const found = (await lakeRows(last, "events")).map(({subject}) => Number(String(subject).split("/")[2]));
  assert.deepEqual(
    found.sort((a, b) => a - b),
    Array.from({length: lines}, (_, i) => i + 1)
  );
});
