import assert from "node:assert/strict";
import {once} from "node:events";
import {writeFileSync} from "node:fs";
import {createServer} from "node:http";
import type {AddressInfo} from "node:net";
import {join} from "node:path";
import {type TestContext, test} from "node:test";
import {queryForm} from "../../../collector/aws/query.ts";
import {signAwsRequest} from "../../../collector/aws/sign.ts";
import {pushActions, scheduledActions} from "../../../collector/scaling/aws-actions.ts";
import {afterTest} from "../../support/after-test.ts";
import {planPayload} from "../../support/plan-payload.ts";
import {publishFiles} from "../../support/publish-files.ts";
import {runWeir} from "../../support/run-weir.ts";
import {temporaryFolder} from "../../support/temporary-folder.ts";

const credentials = {accessKeyId: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"};
const hour = 3_600_000;
const doc = 'xmlns="http://autoscaling.amazonaws.com/doc/2011-01-01/"';

interface Asked {
  action: string;
  form: Record<string, string>;
}

/** An Auto Scaling API that refuses what is not signed, and keeps a group's scheduled actions, two a page. */
async function autoScaling(t: TestContext, {busy = 0, refuse = ""} = {}) {
  const asked: Asked[] = [];
  const group = new Map<string, string>();
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request.setEncoding("utf8")) body += chunk;
    const answer = (status: number, xml: string) => response.writeHead(status, {"content-type": "text/xml"}).end(xml);
    const {authorization, "content-type": type = "", "x-amz-date": date = "", host} = request.headers;
    const at = new Date(String(date).replace(/^(....)(..)(..T..)(..)(..Z)$/, "$1-$2-$3:$4:$5"));
    const expected = signAwsRequest(
      {method: request.method!, url: new URL(request.url!, `http://${host}`), headers: {"content-type": type}, body},
      {credentials, region: "eu-west-1", service: "autoscaling"},
      {at}
    );
    const error = (code: string, message: string) =>
      `<ErrorResponse ${doc}><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`;
    if (authorization !== expected.authorization || Math.abs(at.getTime() - Date.now()) > 300_000)
      return answer(403, error("SignatureDoesNotMatch", "the signature we calculated does not match"));
    if (busy-- > 0) return answer(400, error("Throttling", "Rate exceeded"));
    const form = Object.fromEntries(new URLSearchParams(body));
    const action = form.Action!;
    asked.push({action, form});
    const of = (prefix: string) => Object.entries(form).filter(([name]) => name.startsWith(prefix));
    if (action === "DescribeScheduledActions") {
      const from = Number(form.NextToken ?? 0);
      const page = [...group].slice(from, from + 2);
      const members = page.map(
        ([n, d]) =>
          `<member><ScheduledActionName>${n}</ScheduledActionName><DesiredCapacity>${d}</DesiredCapacity></member>`
      );
      const next = from + 2 < group.size ? `<NextToken>${from + 2}</NextToken>` : "";
      return answer(
        200,
        `<DescribeScheduledActionsResponse ${doc}><DescribeScheduledActionsResult><ScheduledUpdateGroupActions>${members.join("")}</ScheduledUpdateGroupActions>${next}</DescribeScheduledActionsResult></DescribeScheduledActionsResponse>`
      );
    }
    if (action === "BatchDeleteScheduledAction")
      for (const [, name] of of("ScheduledActionNames.member.")) group.delete(name);
    const failed: string[] = [];
    for (const [key, name] of of("ScheduledUpdateGroupActions.member.").filter(([key]) => key.endsWith("Name"))) {
      if (name === refuse) failed.push(name);
      else group.set(name, form[key.replace("ScheduledActionName", "DesiredCapacity")]!);
    }
    const failures = failed.map(
      (n) =>
        `<member><ScheduledActionName>${n}</ScheduledActionName><ErrorCode>ValidationError</ErrorCode><ErrorMessage>too late</ErrorMessage></member>`
    );
    answer(
      200,
      `<${action}Response ${doc}><${action}Result><FailedScheduledUpdateGroupActions>${failures.join("")}</FailedScheduledUpdateGroupActions></${action}Result></${action}Response>`
    );
  }).listen(0, "127.0.0.1");
  afterTest(t, () => server.close());
  await once(server, "listening");
  return {asked, group, endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`};
}

async function pusher(t: TestContext, servers: number[], endpoint: string) {
  const folder = temporaryFolder(t);
  const config = join(folder, "weir.config.ts");
  writeFileSync(config, `export default {data: "data"};`);
  const from = Math.ceil(Date.now() / hour) * hour;
  await publishFiles(
    {"_file/data/capacity.00c0ffee.json": planPayload(from, servers)},
    {data: join(folder, "data"), now: Date.now()}
  );
  const name = (i: number) => `weir-${new Date(from + i * hour).toISOString().slice(0, 19).replace(/[-:]/g, "")}Z`;
  const push = (args: string[], env: NodeJS.ProcessEnv = {}) =>
    runWeir(
      t,
      ["--config", config, "scale", "push", "--to", "aws", "--group", "shop", "--endpoint", endpoint, ...args],
      {
        env: {
          WEIR_DATA: join(folder, "data"),
          AWS_REGION: "eu-west-1",
          AWS_ACCESS_KEY_ID: credentials.accessKeyId,
          AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
          AWS_SESSION_TOKEN: "",
          ...env
        }
      }
    ).exit;
  return {push, name};
}

// The example of PutScheduledUpdateGroupAction in the Amazon EC2 Auto Scaling API's SDK reference; names and types of
// the form as its API reference (2011-01-01) has them: lists as `.member.N`, times in UTC to the second.
test("queryForm() writes the scheduled action of AWS's reference as its query protocol has it", () => {
  const example = {
    AutoScalingGroupName: "my-auto-scaling-group",
    ScheduledActionName: "my-scheduled-action",
    StartTime: "2014-05-12T08:00:00Z",
    MinSize: 2,
    MaxSize: 6,
    DesiredCapacity: 4
  };
  assert.equal(
    queryForm("PutScheduledUpdateGroupAction", "2011-01-01", example).toString(),
    "Action=PutScheduledUpdateGroupAction&Version=2011-01-01&AutoScalingGroupName=my-auto-scaling-group" +
      "&ScheduledActionName=my-scheduled-action&StartTime=2014-05-12T08%3A00%3A00Z&MinSize=2&MaxSize=6&DesiredCapacity=4"
  );
});

test("scheduledActions() hands over the present level, what changed before or within a minute in it, and the changes ahead", () => {
  const at = (clock: string) => Date.parse(`2026-11-21T${clock}Z`);
  const starts = [
    {time: at("06:00:00"), servers: 4},
    {time: at("08:30:00"), servers: 8},
    {time: at("09:00:30"), servers: 9},
    {time: at("14:00:00"), servers: 3}
  ];
  const plan = {snapshot: "20261121T060000Z", builtAt: 0, series: "gateway/calls", starts, until: at("18:00:00")};
  const asked = (clock: string) =>
    scheduledActions(plan, at(clock)).actions.map((a) => [a.ScheduledActionName, a.StartTime, a.DesiredCapacity]);
  const late = ["weir-20261121T140000Z", "2026-11-21T14:00:00Z", 3];
  assert.deepEqual(asked("08:58:00"), [
    ["weir-present", "2026-11-21T08:59:00Z", 8],
    ["weir-20261121T090030Z", "2026-11-21T09:00:30Z", 9],
    late
  ]);
  assert.deepEqual(asked("09:00:00"), [["weir-present", "2026-11-21T09:01:00Z", 9], late]);
  assert.deepEqual(asked("13:59:00"), [["weir-present", "2026-11-21T14:00:00Z", 3]], "one action for one time");
  assert.deepEqual(asked("15:00:00"), [["weir-present", "2026-11-21T15:01:00Z", 3]], "though no change is ahead");
  assert.deepEqual(asked("05:00:00").slice(0, 2), [
    ["weir-present", "2026-11-21T05:01:00Z", 4],
    ["weir-20261121T083000Z", "2026-11-21T08:30:00Z", 8]
  ]);
  assert.throws(() => scheduledActions(plan, at("17:59:00")), /plan of snapshot 20261121T060000Z ended/);
});

test("weir scale push --to aws sends nothing and tells what it would, without credentials", async (t) => {
  const aws = await autoScaling(t);
  const {push, name} = await pusher(t, [2, 5, 3], aws.endpoint);
  const {code, stdout, stderr} = await push([], {AWS_ACCESS_KEY_ID: "", AWS_REGION: ""});
  assert.equal(code, 0, stderr);
  assert.match(stdout, new RegExp(`^\\S+Z +2 +weir-present\n\\S+Z +5 +${name(1)}$`, "m"));
  assert.match(stderr, /nothing was sent; --apply .*Action=BatchPutScheduledUpdateGroupAction&Version=2011-01-01/);
  assert.deepEqual(aws.asked, []);
  const refused = await push(["--apply"], {AWS_ACCESS_KEY_ID: ""});
  assert.equal(refused.code, 1);
  assert.match(refused.stderr, /no credentials \(set AWS_ACCESS_KEY_ID/);
});

test("weir scale push --to aws --apply makes the group's actions those of the plan, 50 at a time", async (t) => {
  const aws = await autoScaling(t, {busy: 1});
  for (const own of ["theirs", "weir-20200101T000000Z", "weir-20200101T010000Z"]) aws.group.set(own, "1");
  const servers = Array.from({length: 105}, (_, i) => 1 + (i % 7));
  const {push, name} = await pusher(t, servers, aws.endpoint);
  const {code, stdout, stderr} = await push(["--apply", "--json"]);
  assert.equal(code, 0, stderr);
  const {applied, actions, deleted} = JSON.parse(stdout) as {applied: boolean; actions: object[]; deleted: string[]};
  assert.deepEqual([applied, actions.length, deleted.length], [true, 100, 2]);
  assert.match(stderr, /[45] later changes are left out/);
  const steps = ["DescribeScheduledActions", "DescribeScheduledActions", "BatchDeleteScheduledAction"];
  const puts = aws.asked.filter(({action}) => action === "BatchPutScheduledUpdateGroupAction");
  assert.deepEqual(aws.asked.map(({action}) => action).slice(0, 3), steps);
  assert.equal(puts.length, 2);
  assert.equal(aws.group.get("theirs"), "1");
  assert.equal(aws.group.size, 101);
  assert.equal(aws.group.get(name(3)), String(servers[3]));
  const {form} = puts[0]!;
  assert.deepEqual([form.AutoScalingGroupName, form.Version], ["shop", "2011-01-01"]);
  assert.equal(form["ScheduledUpdateGroupActions.member.1.ScheduledActionName"], "weir-present");
  assert.match(form["ScheduledUpdateGroupActions.member.50.StartTime"]!, /^\d{4}-\d\d-\d\dT\d\d:00:00Z$/);

  const again = await push(["--apply"]);
  assert.equal(again.code, 0, again.stderr);
  assert.equal(aws.group.size, 101);
  assert.deepEqual(
    [...aws.group].filter(([own]) => !own.startsWith("weir-2")),
    [
      ["theirs", "1"],
      ["weir-present", "1"]
    ]
  );
});

test("pushActions() deletes what earlier plans left, but for what is about to start, which it could not set again", async (t) => {
  const {group, endpoint} = await autoScaling(t);
  const now = Date.UTC(2026, 10, 21, 11, 59, 30);
  const names = ["weir-20261121T115900Z", "weir-20261121T120000Z", "weir-20261121T120030Z"];
  for (const name of names) group.set(name, "4");
  const service = {endpoint, version: "2011-01-01", region: "eu-west-1", service: "autoscaling", credentials};
  assert.deepEqual(await pushActions("shop", {actions: [], now}, service), [names[0], names[2]]);
  assert.deepEqual([...group.keys()], [names[1]]);
});

test("weir scale push --apply fails with what AWS says of the request, and of single actions", async (t) => {
  const aws = await autoScaling(t);
  const {push} = await pusher(t, [2, 5, 3], aws.endpoint);
  const wrong = await push(["--apply"], {AWS_SECRET_ACCESS_KEY: "another"});
  assert.equal(wrong.code, 1);
  assert.match(wrong.stderr, /DescribeScheduledActions refused: SignatureDoesNotMatch: the signature/);
  assert.doesNotMatch(wrong.stderr, /another/);

  const plan = await pusher(t, [2, 5, 3], "");
  const late = await autoScaling(t, {refuse: plan.name(2)});
  const {code, stderr} = await plan.push(["--apply", "--endpoint", late.endpoint]);
  assert.equal(code, 1);
  assert.match(stderr, new RegExp(`refused by AWS: ${plan.name(2)}: too late`));
});
