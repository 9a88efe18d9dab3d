import assert from "node:assert/strict";
import {execFileSync} from "node:child_process";
import {appendFileSync, readdirSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import {meetServer} from "../../../support/needs.ts";
import {temporaryFolder} from "../../../support/temporary-folder.ts";
import {waitFor} from "../../../support/wait-for.ts";
import {Following} from "./following.ts";

const logrotate = meetServer("logrotate", "logrotate", "logrotate");

/** Settings of logrotate, and a name that its last run of four leaves. */
const ways: [settings: string, name: string][] = [
  ["create", "access.log.4"],
  ["create\ncompress", "access.log.4.gz"],
  ["create\ncompress\ndelaycompress", "access.log.4.gz"],
  ["create\nextension .log\ncompress", "access.4.log.gz"],
  ["create\ndateext\ndateformat -%Y%m%d-%s\ncompress", "access.log-"],
  ["copytruncate", "access.log.4"],
  ["copytruncate\ncompress", "access.log.4.gz"]
];

for (const [settings, name] of ways)
  test(`logReader.poll() reads every line once that logrotate handles with ${settings.replaceAll("\n", ", ")}`, async (t) => {
    const state = temporaryFolder(t);
    const log = new Following(t);
    log.create();
    writeFileSync(join(state, "conf"), `${log.path} {\nrotate 9\n${settings}\n}\n`, {mode: 0o600});
    const written: string[] = [];
    const write = (count: number) => {
      for (let i = 0; i < count; i++) {
        written.push(`line ${written.length} ${"x".repeat(50)}`);
        appendFileSync(log.path, `${written.at(-1)}\n`);
      }
    };
    for (let round = 0; round < 4; round++) {
      write(20);
      await log.poll();
      if (round % 2) await log.stop();
      write(20);
      execFileSync(logrotate, ["--force", "--state", join(state, "state"), join(state, "conf")]);
      const second = Math.floor(Date.now() / 1000);
      // its names have to differ
      if (settings.includes("%s")) await waitFor(() => Math.floor(Date.now() / 1000) > second);
      if (round === 1) continue;
      write(20);
      await log.poll();
    }
    await log.poll(3);
    assert.ok(
      readdirSync(log.folder).some((file) => file.startsWith(name)),
      String(readdirSync(log.folder))
    );
    assert.deepEqual(log.lines, written);
    assert.deepEqual(log.losses, []);
  });
