import assert from "node:assert/strict";
import {existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import type {RsyncTarget} from "../../../../collector/config/publish-settings.ts";
import {Snapshots} from "../../../../collector/snapshots.ts";
import type {AfterTest} from "../../../support/after-test.ts";
import {meetServer} from "../../../support/needs.ts";
import {publishFiles} from "../../../support/publish-files.ts";
import {startSshServer} from "../../../support/ssh-server.ts";
import {temporaryFolder} from "../../../support/temporary-folder.ts";
import {deliverAgain, hour, lastTry, minute, noon, publishTo, site, times} from "./target-rig.ts";

const skip = missing();

function missing(): string | false {
  try {
    meetServer("OpenSSH server", "openssh-server", "sshd");
    meetServer("rsync", "rsync", "rsync");
    meetServer("ssh", "openssh-client", "ssh");
    return false;
  } catch (error) {
    return (error as Error).message;
  }
}

async function rsyncTo(t: AfterTest, path: string): Promise<RsyncTarget> {
  const {port, user, identityFile, knownHosts} = await startSshServer(t);
  const options = {StrictHostKeyChecking: "accept-new", UserKnownHostsFile: knownHosts};
  return {kind: "rsync", to: `${user}@127.0.0.1:${path}`, ssh: {port, identityFile, options}, ...times};
}

const filesOf = (folder: string): string[] =>
  readdirSync(folder, {recursive: true, withFileTypes: true})
    .filter((entry) => entry.isFile())
    .map(({parentPath, name}) => join(parentPath, name).slice(folder.length + 1))
    .sort();

test("rsync brings a site over ssh, then what changed alone, and takes away what is past the grace", {
  skip
}, async (t) => {
  const [data, path] = [temporaryFolder(t), join(temporaryFolder(t), "site")];
  const target = {...(await rsyncTo(t, path)), grace: 30 * minute};
  mkdirSync(join(path, "_file"), {recursive: true});
  writeFileSync(join(path, "_file/of-somebody-else.txt"), "stays");
  const {snapshot, attempt} = await publishTo(target, data, 1, {at: noon});
  const own = new Snapshots(data).siteOf(snapshot.id);
  assert.deepEqual([attempt.message, attempt.uploaded], ["", filesOf(own).length]);
  for (const file of filesOf(own))
    assert.deepEqual(readFileSync(join(path, file)), readFileSync(join(own, file)), file);

  const second = await publishTo(target, data, 2, {at: noon + 10 * minute});
  assert.equal(second.attempt.message, "");
  assert.ok(second.attempt.uploaded > 0 && second.attempt.uploaded < attempt.uploaded);
  const old = join(path, "_file/data/rows.00000001.json");
  assert.ok(existsSync(old) && existsSync(`${old}.br`));
  assert.equal((await deliverAgain(target, data, noon + 39 * minute)).removed, 0);
  const last = await deliverAgain(target, data, noon + 40 * minute);
  assert.deepEqual([last.message, last.uploaded, last.removed > 0], ["", 0, true]);
  assert.ok(!existsSync(old) && !existsSync(`${old}.br`));
  assert.deepEqual(
    filesOf(path),
    [...filesOf(new Snapshots(data).siteOf(second.snapshot.id)), "_file/of-somebody-else.txt"].sort()
  );
});

test("rsync puts damaged pages and missing files there again", {skip}, async (t) => {
  const [data, path] = [temporaryFolder(t), join(temporaryFolder(t), "site")];
  const target = await rsyncTo(t, path);
  await publishTo(target, data, 1);
  const page = readFileSync(join(path, "index.html"), "utf8");
  writeFileSync(join(path, "index.html"), page.replace("home 1", "home X"));
  rmSync(join(path, "licences.html"));
  const attempt = await deliverAgain(target, data, noon + hour);
  assert.deepEqual([attempt.message, attempt.uploaded], ["", 2]);
  assert.equal(readFileSync(join(path, "index.html"), "utf8"), page);
});

test("rsync counts what it sends, whatever the name and the locale", {skip}, async (t) => {
  const [data, path] = [temporaryFolder(t), join(temporaryFolder(t), "site")];
  const target = await rsyncTo(t, path);
  const {LC_ALL} = process.env;
  process.env.LC_ALL = "C";
  t.after(() => {
    if (LC_ALL === undefined) delete process.env.LC_ALL;
    else process.env.LC_ALL = LC_ALL;
  });
  const files = {...site(1), "straße.html": "<html><head></head><body>street</body></html>"};
  const {id} = await publishFiles(files, {data, now: noon, targets: {there: target}});
  const {message, uploaded} = lastTry(target, data);
  assert.deepEqual([message, uploaded], ["", filesOf(new Snapshots(data).siteOf(id)).length]);
  const page = readFileSync(join(path, "straße.html"), "utf8");
  writeFileSync(join(path, "straße.html"), page.replace("street", "strait"));
  assert.equal((await deliverAgain(target, data, noon + hour)).uploaded, 1);
  assert.equal(readFileSync(join(path, "straße.html"), "utf8"), page);
});

test("rsync takes away what an attempt brought that broke off", {skip}, async (t) => {
  const [data, path] = [temporaryFolder(t), join(temporaryFolder(t), "site")];
  const target = {...(await rsyncTo(t, path)), grace: 30 * minute};
  const inTheWay = join(path, "_file/data/rows.00000001.json.gz");
  mkdirSync(join(inTheWay, "of-somebody-else"), {recursive: true});
  const {attempt} = await publishTo(target, data, 1, {at: noon});
  assert.match(attempt.message, /^rsync failed: /);
  const brought = join(path, "_file/data/rows.00000001.json.br");
  assert.ok(existsSync(brought));
  rmSync(inTheWay, {recursive: true});
  const second = await publishTo(target, data, 2, {at: noon + 10 * minute});
  assert.deepEqual([second.attempt.message, existsSync(brought)], ["", true]);
  assert.equal((await deliverAgain(target, data, noon + 40 * minute)).message, "");
  assert.deepEqual(filesOf(path), filesOf(new Snapshots(data).siteOf(second.snapshot.id)));
});

test("rsync to a machine that does not let Weir in fails with the reason", {skip}, async (t) => {
  const [data, path] = [temporaryFolder(t), temporaryFolder(t)];
  const target = await rsyncTo(t, path);
  const other = await startSshServer(t);
  const stranger = {...target, ssh: {...target.ssh, identityFile: other.identityFile}};
  const {attempt} = await publishTo(stranger, data, 1);
  assert.equal(attempt.ok, false);
  assert.match(attempt.message, /^rsync failed: .*Permission denied/);
  assert.deepEqual(filesOf(path), []);
});
