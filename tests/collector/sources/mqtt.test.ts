import assert from "node:assert/strict";
import {execFileSync} from "node:child_process";
import {createServer} from "node:net";
import {join} from "node:path";
import {type TestContext, test} from "node:test";
import {mqtt} from "../../../collector/sources/mqtt.ts";
import {afterTest} from "../../support/after-test.ts";
import {findProgram} from "../../support/find-program.ts";
import {freePort} from "../../support/free-port.ts";
import {mosquittoServer} from "../../support/mosquitto-server.ts";
import {collectFrom, expectNothing, inputs} from "./collecting.ts";
import {complies, rejectsWell} from "./compliance.ts";
import {collectUntilRunning, publisherAt, rig, sourceAt, values} from "./mqtt/rig.ts";

const never = () => false;
const noon = Date.UTC(2024, 6, 9, 12);

const compliant = async (t: TestContext) => {
  const {server, source, publish} = await rig(t);
  return {
    source,
    feed: async () => {
      for (const value of ["1", "2.5", "-3e2"]) await publish("plant/001/flow", value);
      return 3;
    },
    spoil: () => publish("plant/001/flow", "garbage"),
    unplug: server.stop,
    replug: server.start,
    away: /^cannot reach broker: mqtt:\/\/localhost:\d+ \(nobody listens there/
  };
};
complies("mqtt", compliant);
rejectsWell("mqtt", compliant);

test("mqtt.read() names series by topics, and marks what is outside its limits", async (t) => {
  const {source, publish} = await rig(t, {limits: {flow: {min: 0, max: 500}}});
  await publish("plant/001/flow", "227.4");
  await publish("plant/002/flow", " 501 ");
  await publish("elsewhere/001/flow", "1");
  const {records} = await collectFrom(source, inputs(2), {now: () => noon});
  assert.deepEqual(records, [
    {time: noon, source: "tested", series: "001/flow", value: 227.4, quality: "good"},
    {time: noon, source: "tested", series: "002/flow", value: 501, quality: "suspect"}
  ]);
});

test("mqtt.read() gives messages that come in one go times of their own", async (t) => {
  const {source, publish} = await rig(t);
  for (const value of ["1", "2", "3"]) await publish("plant/001/flow", value);
  const {records} = await collectFrom(source, inputs(3), {now: () => noon});
  assert.deepEqual(
    records.map(({time}) => time),
    [noon, noon + 1, noon + 2]
  );
});

test("mqtt.read() maps JSON with a time of its own, and knows a message that was published again", async (t) => {
  const json = {time: "at", values: {flow: "data.flow", pressure: "data.pressure"}};
  const {source, publish} = await rig(t, {topics: ["plant/{thing}/#"], json, timeZone: "Asia/Seoul"});
  const message = JSON.stringify({at: "2024-07-09 21:00", data: {flow: 227.4, pressure: 3.6}, other: "x"});
  await publish("plant/001/state", message);
  await publish("plant/001/state", message);
  await publish("plant/001/state", JSON.stringify({at: noon + 60_000, data: {flow: 1, pressure: null}}));
  const {records, cursor} = await collectFrom(source, inputs(3));
  assert.deepEqual(
    records.map(({time, series, value}) => [time, series, value]),
    [
      [noon, "001/flow", 227.4],
      [noon, "001/pressure", 3.6],
      [noon + 60_000, "001/flow", 1]
    ]
  );
  await publish("plant/001/state", JSON.stringify({at: noon + 60_000, data: {flow: 1, pressure: null}}));
  await expectNothing(source, {cursor});
});

test("mqtt.read() rejects what is no number with topic, time and a bounded raw", async (t) => {
  const {source, publish} = await rig(t, {maxBytes: 64});
  const payloads = [Buffer.from([0xff, 0x31]), "NaN", "1e999", "x".repeat(5000), "12"];
  for (const payload of payloads) await publish("plant/001/flow", payload, {qos: 2});
  await publish("plant//flow", "1");
  await publish("plant/001/flow", "");
  const {rejects, records} = await collectFrom(source, inputs(6), {now: () => noon});
  assert.deepEqual(
    rejects.map(({reason}) => reason),
    [
      "not valid UTF-8",
      "payload is not a number: NaN",
      "payload is not a number: 1e999",
      "longer than 64 bytes: 5000",
      "topic has an empty level: plant//flow"
    ]
  );
  assert.match(rejects[0]!.position, /^plant\/001\/flow packet \d+ 2024-07-09T12:00:00.000Z$/);
  assert.equal(rejects[0]!.raw, "\\xff1");
  assert.equal(rejects[3]!.raw, `${"x".repeat(1024)}… (5000 bytes)`);
  assert.equal(records.length, 1);
});

for (const version of ["5", "3.1.1"])
  test(`mqtt.read() takes a retained message once, and only with a time of its own, over MQTT ${version}`, async (t) => {
    const server = await mosquittoServer(t);
    const publish = await publisherAt(t, server);
    const timed = sourceAt(server, {version, json: {time: "t", value: "v"}});
    await publish("plant/001/flow", JSON.stringify({t: noon, v: 5}), {retain: true});
    await publish("plant/002/flow", "not JSON", {retain: true});
    const first = await collectFrom(timed, inputs(2));
    assert.deepEqual([values(first), first.rejects.length, first.records[0]!.time], [[5], 1, noon]);
    await expectNothing(timed, {cursor: first.cursor});
    await publish("plant/002/flow", "", {retain: true});
    await publish("plant/001/flow", "7", {retain: true});
    await expectNothing(sourceAt(server, {version, clientId: "another"}));
  });

test("mqtt.read() leaves topics that its configuration names no more", async (t) => {
  const {server, source, publish} = await rig(t, {topics: ["plant/{thing}/{quantity}", "hall/{thing}/{quantity}"]});
  await publish("hall/h1/light", "3");
  const {cursor} = await collectFrom(source, inputs(1));
  await publish("hall/h1/light", "4");
  const narrower = sourceAt(server);
  await expectNothing(narrower, {cursor});
  await publish("hall/h1/light", "5");
  await publish("plant/001/flow", "6");
  assert.deepEqual(values(await collectFrom(narrower, inputs(1), {cursor})), [6]);
});

test("mqtt.read() says that the broker has kept no session", async (t) => {
  const {server, source, publish} = await rig(t, {}, () => ["allow_anonymous true", "autosave_interval 0"]);
  await publish("plant/001/flow", "1");
  const {cursor} = await collectFrom(source, inputs(1));
  assert.doesNotMatch(await collectUntilRunning(source, cursor), /kept no session/);
  assert.match(
    await collectUntilRunning(sourceAt(server, {clientId: "another"}), cursor),
    /^subscribed to plant\/\+\/\+ at mqtt:\/\/localhost:\d+$/
  );
  await server.stop();
  execFileSync("rm", [join(server.folder, "mosquitto.db")]);
  await server.start();
  assert.match(await collectUntilRunning(source, cursor), /, which had kept no session: what came meanwhile is lost/);
});

test("mqtt.read() says that the broker acknowledges nothing", async (t) => {
  const server = await mosquittoServer(t, () => ["allow_anonymous true", "max_qos 0"]);
  assert.match(await collectUntilRunning(sourceAt(server)), /the broker grants QoS 0 only$/);
});

test("mqtt.read() throws when another client takes its session", async (t) => {
  const {server, source} = await rig(t, {clientId: "same"});
  let other: Promise<string> | undefined;
  const running = () => {
    other ??= collectUntilRunning(sourceAt(server, {clientId: "same"}));
  };
  await assert.rejects(
    collectFrom(source, never, {running}),
    /^Error: lost broker: .* does another client use the clientId same\?\)$/
  );
  await other;
});

test("mqtt.read() logs in with a password from the environment, and never shows it", async (t) => {
  const passwords = (folder: string) => {
    const file = join(folder, "passwords");
    execFileSync("mosquitto_passwd", ["-b", "-c", file, "weir", "right-horse"]);
    return ["allow_anonymous false", `password_file ${file}`];
  };
  const server = await mosquittoServer(t, passwords);
  const source = sourceAt(server, {user: "weir", passwordFrom: "WEIR_TEST_PASSWORD"});
  const fails = (problem: RegExp, tried = source) =>
    assert.rejects(
      collectFrom(tried, never),
      ({message}: Error) => problem.test(message) && !message.includes("horse")
    );
  afterTest(t, () => delete process.env.WEIR_TEST_PASSWORD);
  await fails(/^environment variable is not set: WEIR_TEST_PASSWORD \(for passwordFrom\)$/);
  process.env.WEIR_TEST_PASSWORD = "wrong-horse";
  await fails(/^cannot reach broker: mqtt:\/\/localhost:\d+ \(not authorised: check user and passwordFrom\)$/);
  await fails(/\(not authorised/, sourceAt(server, {version: "3.1.1"}));
  process.env.WEIR_TEST_PASSWORD = "right-horse";
  assert.match(await collectUntilRunning(source), /^subscribed/);
});

test("mqtt.read() trusts the authority that it is given, over TLS", async (t) => {
  if (!findProgram(["openssl"])) return t.skip("no openssl to make a certificate");
  const certify = (folder: string) => {
    const [key, certificate] = [join(folder, "key.pem"), join(folder, "certificate.pem")];
    const names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"];
    const self = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
    execFileSync("openssl", [...self, ...names, "-keyout", key, "-out", certificate], {stdio: "ignore"});
    return ["allow_anonymous true", `certfile ${certificate}`, `keyfile ${key}`];
  };
  const server = await mosquittoServer(t, certify);
  const url = `mqtts://localhost:${server.port}`;
  const fails = (options: object, problem: RegExp) =>
    assert.rejects(collectFrom(sourceAt(server, options), never), problem);
  await fails({url}, /its certificate is not trusted/);
  await fails({url, tls: {ca: "/nowhere"}}, /^Error: cannot read certificates: \/nowhere \(no such file or folder\)$/);
  await fails({}, /\(it hangs up: does it want mqtts:\/\/\?\)$/);
  const plain = await mosquittoServer(t);
  await fails({url: `mqtts://localhost:${plain.port}`}, /\(it hangs up: does it want mqtt:\/\/\?\)$/);
  const trusting = sourceAt(server, {url, tls: {ca: join(server.folder, "certificate.pem")}});
  assert.match(await collectUntilRunning(trusting), /^subscribed/);
});

test("mqtt.read() says what a broker says, and stops though that does not", async (t) => {
  const connack = Buffer.from([0x20, 3, 0, 0, 0]);
  const goodbye = Buffer.from([0xe0, 2, 0x8e, 0]);
  let code = 0x87;
  // A broker that stays when its client says goodbye.
  const server = createServer({allowHalfOpen: true}, (socket) => {
    socket.on("error", () => {});
    socket.once("data", () => {
      socket.write(connack);
      socket.once("data", (subscribe) => {
        const suback = Buffer.from([0x90, 4, subscribe[2]!, subscribe[3]!, 0, code]);
        socket.write(code === 2 ? goodbye : suback);
      });
    });
  });
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, "localhost", resolve));
  afterTest(t, () => server.close());
  const source = sourceAt({port});
  await assert.rejects(
    collectFrom(source, never),
    /^Error: cannot subscribe: plant\/\+\/\+ at mqtt:\/\/localhost:\d+ \(refused\)$/
  );
  code = 2;
  await assert.rejects(collectFrom(source, never), /\(another client has connected with the same clientId\)$/);
  code = 1;
  assert.match(await collectUntilRunning(source), /^subscribed/);
});

test("mqtt.options name what is wrong", () => {
  const problem = (given: object) =>
    mqtt.options.safeParse({url: "mqtt://broker", topics: ["plant/{thing}/{quantity}"], ...given}).error?.issues[0]
      ?.message ?? "";
  const json = {values: ["flow"]};
  const cases: [object, RegExp][] = [
    [{}, /^$/],
    [{topics: ["plant/{thing}"], json}, /^$/],
    [{url: "http://broker"}, /^write an mqtt:/],
    [{url: "mqtt://ann:secret@broker"}, /^more than host and port \(write user and passwordFrom for a login\)$/],
    [{topics: ["plant/{thing}"]}, /^no \{quantity\} in every topic/],
    [{json}, /both name the quantity$/],
    [{json: {time: "t"}}, /^write either value or values$/],
    [{topics: ["a/{thing}/{quantity}", "+/b/{quantity}"]}, /^a\/\+\/\+ and \+\/b\/\+ overlap/],
    [{passwordFrom: "NAME"}, /^missing \(a password needs one\)$/],
    [{user: "ann", passwordFrom: "pass word"}, /^write the name of an environment variable, not the password$/],
    [{tls: {ca: "ca.pem"}}, /^only for mqtts:\/\/$/]
  ];
  for (const [given, expected] of cases) assert.match(problem(given), expected, JSON.stringify(given));
});
