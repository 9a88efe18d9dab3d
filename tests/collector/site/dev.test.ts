import assert from "node:assert/strict";
import {spawn} from "node:child_process";
import {once} from "node:events";
import {readFileSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import {afterTest} from "../../support/after-test.ts";
import {fixtureSite} from "../../support/fixture-site.ts";
import {freePort} from "../../support/free-port.ts";
import {root as checkout} from "../../support/root.ts";
import {startPreview} from "../../support/start-preview.ts";
import {waitFor} from "../../support/wait-for.ts";

test("dev() serves pages with installed libraries, and ends its preview with itself", async (t) => {
  const {root, data} = fixtureSite(t);
  const port = await freePort();
  const script = `
    import {dev} from ${JSON.stringify(join(checkout, "collector/site/dev.ts"))};
    process.exitCode = await dev(${JSON.stringify({root, data, port})});`;
  const args = ["--import", "tsx", "--input-type=module", "-e", script];
  const child = spawn(process.execPath, args, {cwd: root, stdio: "ignore"});
  afterTest(t, () => child.kill("SIGKILL"));
  const get = (path: string) => fetch(`http://127.0.0.1:${port}${path}`);

  const page = await waitFor(async () => (await get("/another")).text(), {message: "the preview"});
  assert.match(page, /Another page/);
  const [library] = /\/_npm\/d3@[^"]+/.exec(page) ?? [];
  assert.equal((await get(library!)).status, 200);

  child.kill("SIGTERM");
  await once(child, "exit");
  await assert.rejects(get("/another"));
});

test("dev() leaves no preview behind when it is killed", async (t) => {
  const {root, data} = fixtureSite(t);
  const port = await freePort();
  const child = startPreview(t, {root, data, port});
  await waitFor(async () => (await fetch(`http://127.0.0.1:${port}/another`)).ok, {message: "the preview"});
  const previews = () => childrenOf(child.pid!).filter((pid) => commandOf(pid).includes("preview"));
  const [preview] = previews();
  assert.ok(preview);

  child.kill("SIGKILL");
  await once(child, "exit");
  await waitFor(() => !commandOf(preview!).includes("preview"), {message: "the preview's end"});
});

const childrenOf = (pid: number): number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ").filter(Boolean).map(Number);

/** Empty for a process that has ended. */
function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    return "";
  }
}
