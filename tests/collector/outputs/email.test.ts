import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import type {AddressInfo} from "node:net";
import {join} from "node:path";
import {type TestContext, test} from "node:test";
import {SMTPServer, type SMTPServerOptions} from "smtp-server";
import {email} from "../../../collector/outputs/email.ts";
import {Undeliverable} from "../../../collector/outputs/output.ts";
import {alertMessage} from "../../../collector/watch/message.ts";
import {afterTest} from "../../support/after-test.ts";
import {openAlert} from "../../support/open-alert.ts";

const inTheClear = {authOptional: true, disabledCommands: ["STARTTLS", "AUTH"]};
const says = (responseCode: number) => Object.assign(new Error(`says ${responseCode}`), {responseCode});

/** A mail server, and the mails that it has taken: those for which `answers` holds no refusal. */
async function mailServer(t: TestContext, options: SMTPServerOptions, answers: number[] = []) {
  const mails: {to: string[]; text: string}[] = [];
  const server = new SMTPServer({
    ...options,
    onData(stream, session, done) {
      let text = "";
      stream.setEncoding("utf8").on("data", (chunk: string) => {
        text += chunk;
      });
      stream.on("end", () => {
        const refusal = answers.shift();
        if (refusal) return done(says(refusal));
        mails.push({to: session.envelope.rcptTo.map(({address}) => address), text});
        done();
      });
    }
  });
  server.on("error", () => {}); // a client that hangs up
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  afterTest(t, () => new Promise<void>((resolve) => server.close(() => resolve())));
  return {mails, port: (server.server.address() as AddressInfo).port};
}

const alert = openAlert({
  id: "abc",
  reason: "8.5 m³/h is 112 % above the 4 usual at this hour of the week.",
  time: 60_000,
  raisedAt: 60_000
});
const {signal} = new AbortController();

function outputTo(t: TestContext, port: number, given: object = {}, env = {}) {
  const addresses = {from: "weir@example.com", to: ["ada@example.com", "bob@example.com"]};
  const options = email.options.parse({host: "127.0.0.1", port, security: "none", ...addresses, ...given});
  const output = email.create(options, {root: "/", env});
  afterTest(t, () => output.close());
  return output;
}

const decoded = (text: string): string =>
  text
    .replace(/=\r\n/g, "")
    .replace(/(=[0-9A-F]{2})+/g, (bytes) => Buffer.from(bytes.replaceAll("=", ""), "hex").toString());

test("email.deliver() says to everyone what is wrong, since when and why, with the message's id", async (t) => {
  const {mails, port} = await mailServer(t, inTheClear);
  await outputTo(t, port).deliver(alertMessage([alert], 120_000), signal);
  const [{to, text}] = mails as [{to: string[]; text: string}];
  assert.deepEqual(to, ["ada@example.com", "bob@example.com"]);
  for (const line of ["Subject: Weir: 001/flow alert", "X-Weir-Id: abc.1", "Message-ID: <abc.1@example.com>"])
    assert.ok(text.toLowerCase().includes(`${line}\r\n`.toLowerCase()), line);
  const body = decoded(text);
  assert.match(body, /001\/flow: alert \(value, alert abc\)\r\n8\.5 m³\/h is 112 % above/);
  assert.match(body, /Since 1970-01-01 00:00 UTC\./);
  assert.match(body, /{"sensor_id":"001","time":"1970-01-01T00:01:00.000Z","outlier_stage":3,"value":8.5}/);
});

test("email.deliver() makes one mail of a storm", async (t) => {
  const {mails, port} = await mailServer(t, inTheClear);
  const storm = ["001", "002", "003"].map((id) => ({
    ...alert,
    id,
    series: `${id}/flow`,
    clearedAt: id === "003" ? 90_000 : null
  }));
  await outputTo(t, port).deliver(alertMessage(storm, 0), signal);
  assert.equal(mails.length, 1);
  assert.match(mails[0]!.text, /Subject: Weir: 3 alerts\r\n/);
  for (const text of ["001/flow: alert", "002/flow: alert", "003/flow: normal again"])
    assert.ok(decoded(mails[0]!.text).includes(text), text);
});

test("email.deliver() logs in over TLS only, and tells no password", async (t) => {
  const keys = join(import.meta.dirname, "../../fixtures/tls");
  const [key, cert] = [readFileSync(join(keys, "localhost.key")), readFileSync(join(keys, "localhost.pem"))];
  const {port, mails} = await mailServer(t, {
    key,
    cert,
    secure: false,
    onAuth: ({password}, _, done) =>
      password === "rosebud" ? done(null, {user: "weir"}) : done(new Error("Invalid username or password"))
  });
  const given = {security: "starttls", user: "weir", password: {env: "MAIL_PASSWORD"}};
  const distrusting = outputTo(t, port, given, {MAIL_PASSWORD: "rosebud"});
  await assert.rejects(distrusting.deliver(alertMessage([alert], 0), signal), /certificate/);
  assert.equal(mails.length, 0);
  const ca = join(keys, "localhost.pem");
  const trusting = (password: string) =>
    outputTo(t, port, {...given, host: "localhost", ca}, {MAIL_PASSWORD: password});
  await assert.rejects(trusting("wrong").deliver(alertMessage([alert], 0), signal), /Invalid username or password/);
  await trusting("rosebud").deliver(alertMessage([alert], 0), signal);
  assert.equal(mails.length, 1);
  assert.throws(() => outputTo(t, port, given), {
    message: "missing in the environment: MAIL_PASSWORD (set it to the secret before Weir starts)"
  });
  const plain = await mailServer(t, {authOptional: true, disabledCommands: ["STARTTLS"], allowInsecureAuth: true});
  const stripped = outputTo(t, plain.port, given, {MAIL_PASSWORD: "rosebud"});
  await assert.rejects(
    stripped.deliver(alertMessage([alert], 0), signal),
    (error: Error) => !error.message.includes("rosebud")
  );
  assert.equal(plain.mails.length, 0);
  const mistakes = email.options.safeParse({host: "x", from: "a@b.cd", to: ["a@b.cd"], ...given, security: "none"})
    .error!;
  assert.equal(mistakes.issues[0]!.message, "a password is not sent in the clear (write starttls or tls)");
});

test("email.deliver() tells what is refused for good from what may work later", async (t) => {
  const codes = [550, 451];
  const {port} = await mailServer(t, {...inTheClear, onRcptTo: (_, __, done) => done(says(codes[0]!))});
  const output = outputTo(t, port);
  await assert.rejects(output.deliver(alertMessage([alert], 0), signal), Undeliverable);
  codes.shift();
  await assert.rejects(output.deliver(alertMessage([alert], 0), signal), (error) => !(error instanceof Undeliverable));
  const {port: gone} = {port: 1};
  await assert.rejects(
    outputTo(t, gone).deliver(alertMessage([alert], 0), signal),
    /^Error: cannot send mail by 127\.0\.0\.1:1: /
  );
});

test("email.deliver() tells a mail that is refused for good from one that is to come again, by the code", async (t) => {
  const {port, mails} = await mailServer(t, inTheClear, [451, 452, 554]);
  const output = outputTo(t, port);
  const deliver = () => output.deliver(alertMessage([alert], 0), signal);
  for (const code of ["451", "452"])
    await assert.rejects(
      deliver(),
      (error: Error) => !(error instanceof Undeliverable) && error.message.endsWith(`: ${code} says ${code}`)
    );
  await assert.rejects(deliver(), Undeliverable);
  await deliver();
  assert.equal(mails.length, 1);
});

/** A mail server that refuses an address for as long as `answers` holds codes for it. */
const pickyServer = (t: TestContext, answers: Record<string, number[]>) =>
  mailServer(t, {
    ...inTheClear,
    onRcptTo({address}, _, done) {
      const refusal = answers[address]?.shift();
      done(refusal ? says(refusal) : undefined);
    }
  });

test("email.deliver() sends a mail again to those alone whom it has not reached", async (t) => {
  const {port, mails} = await pickyServer(t, {"ada@example.com": [450], "bob@example.com": [451, 451, 451]});
  const output = outputTo(t, port, {to: ["ada@example.com", "bob@example.com", "Eve@Example.COM"]});
  const now = Date.now();
  const deliver = () => output.deliver(alertMessage([alert], now), signal);
  await assert.rejects(deliver(), {
    name: "Error",
    message: `cannot send mail by 127.0.0.1:${port} to ada@example.com, bob@example.com: Recipient command failed: 450 says 450`
  });
  for (let i = 0; i < 2; i++)
    await assert.rejects(
      deliver(),
      (error) => !(error instanceof Undeliverable) && /to bob@\S+: .* 451/.test(`${error}`)
    );
  await deliver();
  assert.deepEqual(
    mails.map(({to}) => to.map((one) => one.toLowerCase())),
    [["eve@example.com"], ["ada@example.com"], ["bob@example.com"]]
  );
  for (const {text} of mails) assert.match(text, /^To: ada@example.com, bob@example.com,\s+eve@example.com\r$/im);
  await deliver();
  await output.deliver(alertMessage([{...alert, id: "next"}], now), signal);
  for (const {to} of mails.slice(3)) assert.equal(to.length, 3);
  assert.equal(mails.length, 5);
});

test("email.deliver() names those who are refused for good, once all others have the mail", async (t) => {
  const {port, mails} = await pickyServer(t, {"ada@example.com": [451], "bob@example.com": [550, 550]});
  const output = outputTo(t, port, {to: ["ada@example.com", "bob@example.com", "eve@example.com"]});
  const deliver = () => output.deliver(alertMessage([alert], Date.now()), signal);
  await assert.rejects(deliver(), (error) => !(error instanceof Undeliverable) && /: 451/.test(`${error}`));
  await assert.rejects(
    deliver(),
    (error) => error instanceof Undeliverable && / to bob@example.com: .*: 550/.test(error.message)
  );
  assert.deepEqual(
    mails.map(({to}) => to),
    [["eve@example.com"], ["ada@example.com"]]
  );
});

test("email.deliver() lets later mails go out when one address puts an old one off again and again", async (t) => {
  const {port, mails} = await pickyServer(t, {"ada@example.com": [452, 452], "bob@example.com": [452]});
  const output = outputTo(t, port);
  const minutesAgo = (n: number) => alertMessage([alert], Date.now() - n * 60_000);
  await assert.rejects(output.deliver(minutesAgo(20), signal), (error) => !(error instanceof Undeliverable)); // nobody has it
  await assert.rejects(output.deliver(minutesAgo(10), signal), (error) => !(error instanceof Undeliverable));
  await output.deliver(minutesAgo(10), signal);
  assert.deepEqual(
    mails.map(({to}) => to),
    [["bob@example.com"], ["ada@example.com"]]
  );
  const full = await pickyServer(t, {"ada@example.com": [452]});
  await assert.rejects(
    outputTo(t, full.port).deliver(minutesAgo(20), signal),
    (error) => error instanceof Undeliverable && / to ada@example.com: .*: 452/.test(error.message)
  );
});
