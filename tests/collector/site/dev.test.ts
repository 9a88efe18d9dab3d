import assert from "node:assert/strict";
import {spawn} from "node:child_process";
import {once} from "node:events";
import {join} from "node:path";
import {test} from "node:test";
import {afterTest} from "../../support/after-test.ts";
import {fixtureSite} from "../../support/fixture-site.ts";
import {freePort} from "../../support/free-port.ts";
import {root as checkout} from "../../support/root.ts";
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
