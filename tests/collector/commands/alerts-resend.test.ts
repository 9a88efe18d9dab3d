import assert from "node:assert/strict";
import {once} from "node:events";
import {existsSync, readFileSync, writeFileSync} from "node:fs";
import {createServer} from "node:http";
import type {AddressInfo} from "node:net";
import {join} from "node:path";
import {type TestContext, test} from "node:test";
import {parseConfig} from "../../../collector/config.ts";
import {signature} from "../../../collector/outputs/webhook.ts";
import {Watch} from "../../../collector/watch.ts";
import {afterTest} from "../../support/after-test.ts";
import {runWeir} from "../../support/run-weir.ts";
import {temporaryFolder} from "../../support/temporary-folder.ts";
import {waitFor} from "../../support/wait-for.ts";

const env = {HOOK_SECRET: "rosebud"};

/** A receiver whose answers are told by the test: a status for each message, in order, and then 204. */
async function receiver(t: TestContext) {
  const got: {id: string; status: number}[] = [];
  const answers: number[] = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const part of request.setEncoding("utf8")) body += part;
    const {"x-weir-id": id, "x-weir-timestamp": at, "x-weir-signature": signed} = request.headers;
    assert.equal(signed, `sha256=${signature(env.HOOK_SECRET, Number(at), body)}`);
    const status = answers.shift() ?? 204;
    got.push({id: `${id}`, status});
    response.writeHead(status, status === 429 ? {"retry-after": "0"} : {}).end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  afterTest(t, () => {
    server.closeAllConnections();
    server.close();
  });
  return {got, answers, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`};
}

/** A watch that has been refused the alerts of some series, and goes on. */
async function refused(t: TestContext, {url, answers, got}: Awaited<ReturnType<typeof receiver>>, names: string[]) {
  const folder = temporaryFolder(t);
  const input = {
    data: join(folder, "data"),
    series: [{match: "*/flow", label: "Flow", unit: "m³/h", min: 0, max: 100}],
    sources: {plant: {kind: "serial", path: "meter", line: {fields: ["thing", "flow"]}}},
    alerts: {outputs: {duty: {kind: "webhook", url, secret: {env: "HOOK_SECRET"}}, log: {kind: "file", path: "log"}}}
  };
  const file = join(folder, "weir.config.mts");
  writeFileSync(file, `export default ${JSON.stringify(input)};\n`);
  const config = parseConfig(input, {root: folder, env: {}});
  const watch = await Watch.open(config, {say: () => {}, past: {seeds: async () => []}, env});
  afterTest(t, () => watch.stop());
  const say = (series: string) => watch.take({time: Date.now(), source: "plant", series, value: 500, quality: "good"});
  answers.push(...names.map(() => 403));
  for (const name of names) await say(name);
  await waitFor(() => got.length === names.length);
  await waitFor(() => watch.status().outputs[0]!.refused.count === names.length);
  const weir = (...args: string[]) => runWeir(t, ["--config", file, "alerts", "resend", ...args], {env}).exit;
  return {watch, weir, say, letters: join(folder, "data", "watch", "refused", "duty.ndjson")};
}

test("weir alerts resend lists what was refused, and delivers it in order by the same ids beside a watch", async (t) => {
  const hook = await receiver(t);
  const {watch, weir, letters} = await refused(t, hook, ["001/flow", "002/flow", "003/flow"]);
  const ids = hook.got.map(({id}) => id);

  const listed = await weir("--dry-run");
  assert.equal(listed.code, 0, listed.stderr);
  for (const id of ids) assert.match(listed.stdout, new RegExp(`^duty +${id} .* alerts .*answers 403 Forbidden$`, "m"));
  const {outputs} = JSON.parse((await weir("duty", "--dry-run", "--json")).stdout);
  assert.deepEqual(
    outputs.map(({name, letters}: {name: string; letters: {id: string}[]}) => [name, letters.map(({id}) => id)]),
    [["duty", ids]]
  );
  assert.equal(hook.got.length, 3, "nothing was sent");

  const sent = await weir();
  assert.equal(sent.code, 0, sent.stderr);
  assert.match(sent.stderr, /duty: 3 of 3 delivered/);
  assert.deepEqual(
    hook.got.slice(3),
    ids.map((id) => ({id, status: 204}))
  );
  assert.equal(existsSync(letters), false);
  await watch.detect();
  assert.deepEqual(watch.problems(), []);
  assert.match((await weir()).stderr, /nothing was refused/);
});

test("weir alerts resend keeps what does not arrive, says why and fails; a watch may be refused more meanwhile", async (t) => {
  const hook = await receiver(t);
  const {watch, weir, say, letters} = await refused(t, hook, ["001/flow", "002/flow", "003/flow"]);
  const ids = hook.got.map(({id}) => id);
  hook.answers.push(429, 204, 410, 500);
  const result = await weir("duty", "--json");
  assert.equal(result.code, 1);
  assert.match(result.stderr, new RegExp(`duty: ${ids[1]} is still refused: .*answers 410 Gone`));
  assert.match(result.stderr, /duty: http:\/\/127\.0\.0\.1:\d+ answers 500 Internal Server Error/);
  assert.match(result.stderr, /not delivered: 2 of what was refused \(kept; mend the receiver, then run this again\)/);
  const [{delivered, refused: still, left}] = JSON.parse(result.stdout).outputs;
  assert.deepEqual([delivered, still.map(({id}: {id: string}) => id), left], [[ids[0]], [ids[1]], 1]);

  hook.answers.push(403);
  const before = hook.got.length;
  await say("004/flow");
  await waitFor(() => hook.got.length > before && readFileSync(letters, "utf8").includes(hook.got[before]!.id));
  const fourth = hook.got[before]!.id;
  assert.equal((await weir("duty")).code, 0);
  assert.deepEqual(
    hook.got.slice(before + 1).map(({id}) => id),
    [ids[1], ids[2], fourth]
  );
  await watch.detect();
  assert.deepEqual(watch.problems(), []);
});

test("weir alerts resend names the outputs there are, and what an output lacks", async (t) => {
  const hook = await receiver(t);
  const {weir, letters} = await refused(t, hook, ["001/flow"]);
  const unknown = await weir("nobody");
  assert.equal(unknown.code, 1);
  assert.match(unknown.stderr, /no such output: nobody \(duty, log\)/);
  writeFileSync(letters.replace("duty", "old"), "");
  assert.match(
    (await weir("--dry-run")).stderr,
    /left out: .*old\.ndjson \(no output is called old: configure it, or take/
  );
  env.HOOK_SECRET = "";
  const lacking = await weir("duty").finally(() => {
    env.HOOK_SECRET = "rosebud";
  });
  assert.equal(lacking.code, 1);
  assert.match(lacking.stderr, /duty: .*HOOK_SECRET/);
  assert.equal(hook.got.length, 1);
});
