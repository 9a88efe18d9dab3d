import {type AwsService, queryForm} from "../aws/query.ts";
import type {Config} from "../config.ts";
import type {Say} from "../say.ts";
import {pushActions, scheduledActions} from "../scaling/aws-actions.ts";
import {publishedPlan} from "../scaling/published-plan.ts";
import {Snapshots} from "../snapshots.ts";
import {textTable} from "../text-table.ts";
import {WrongUsage} from "../wrong-usage.ts";

export interface ScalePushOptions {
  /** Name of the Auto Scaling group. */
  group: string;
  region?: string;
  endpoint?: string;
  apply?: boolean;
  json?: boolean;
}

const version = "2011-01-01";

/** `weir scale push --to aws`: the published plan as scheduled actions; only told, unless it is to be applied. */
export async function pushPlan(
  {data}: Pick<Config, "data">,
  {group, region, endpoint, apply = false, json = false}: ScalePushOptions,
  {print, write, say}: {print: (value: unknown) => void; write: (text: string) => void; say: Say},
  {now = Date.now, env = process.env} = {}
): Promise<void> {
  const plan = publishedPlan(new Snapshots(data));
  const at = now();
  const {actions, left} = scheduledActions(plan, at);
  const deleted = apply ? await pushActions(group, {actions, now: at}, serviceOf({region, endpoint}, env)) : [];
  if (json) print({snapshot: plan.snapshot, series: plan.series, group, applied: apply, actions, left, deleted});
  else {
    const rows = actions.map((a) => [a.StartTime, String(a.DesiredCapacity), a.ScheduledActionName]);
    write(textTable(["start (UTC)", "servers", "action"], rows));
  }
  if (left) say(`${left} later changes are left out: a group takes so many; push again after the next snapshots`);
  if (apply) return say(`scheduled: ${actions.length} actions on ${group}; ${deleted.length} of earlier plans deleted`);
  const [first] = actions;
  const form = queryForm("BatchPutScheduledUpdateGroupAction", version, {
    AutoScalingGroupName: group,
    ScheduledUpdateGroupActions: [first!]
  });
  say(`nothing was sent; --apply posts these, as in ${form}`);
}

function serviceOf({region, endpoint}: {region?: string; endpoint?: string}, env: NodeJS.ProcessEnv): AwsService {
  const chosen = region ?? env.AWS_REGION ?? env.AWS_DEFAULT_REGION;
  if (!chosen) throw new WrongUsage("no region (write --region eu-west-1, or set AWS_REGION)");
  const {AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN: sessionToken} = env;
  if (!accessKeyId || !secretAccessKey)
    throw new Error(
      "no credentials (set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, of a user who may schedule actions)"
    );
  return {
    endpoint: endpoint ?? `https://autoscaling.${chosen}.amazonaws.com`,
    version,
    region: chosen,
    service: "autoscaling",
    credentials: {accessKeyId, secretAccessKey, sessionToken}
  };
}
