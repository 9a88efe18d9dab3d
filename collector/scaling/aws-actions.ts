import {type AwsService, awsQuery, xmlElements, xmlText} from "../aws/query.ts";
import {type PublishedPlan, serversAt} from "./published-plan.ts";

/** A scheduled action of an Auto Scaling group, under AWS's names. */
export type ScheduledAction = {
  ScheduledActionName: string;
  /** ISO, UTC, to the second. */
  StartTime: string;
  DesiredCapacity: number;
};

const prefix = "weir-";

/** AWS takes 50 actions at once, and keeps 125 for a group, of which others may be a user's own. */
const atOnce = 50;
const most = 100;

/** An action takes a moment to be known, ms. */
const notice = 60_000;

/** One name, whenever it starts: another push moves the action, and does not add one. */
const presentName = `${prefix}present`;

/**
 * What the plan says as soon as AWS can act, and its changes from then on, as scheduled actions; `left` is how many more
 * there are than a group takes. Throws where the plan has ended.
 */
export function scheduledActions(plan: PublishedPlan, now: number): {actions: ScheduledAction[]; left: number} {
  const first = now + notice;
  const action = (name: string, time: number, servers: number) => ({
    ScheduledActionName: name,
    StartTime: second(time),
    DesiredCapacity: servers
  });
  const present = action(presentName, first, serversAt(plan, first));
  // before the plan begins, its first number is the present one
  const coming = plan.starts.slice(1).filter(({time}) => time > first);
  const actions = [present, ...coming.slice(0, most - 1).map(({time, servers}) => action(nameAt(time), time, servers))];
  return {actions, left: coming.length + 1 - actions.length};
}

const second = (time: number) => `${new Date(time).toISOString().slice(0, 19)}Z`;

/** Names are in the order of times. */
const nameAt = (time: number) => `${prefix}${second(time).replace(/[-:]/g, "")}`;

/**
 * Makes a group's scheduled actions those of the plan. Weir's own of earlier plans are deleted, others left alone, and so
 * is one that is about to start, since the plan could not set it again. Throws which actions AWS refused.
 *
 * @returns names of the deleted ones
 */
export async function pushActions(
  group: string,
  {actions, now}: {actions: ScheduledAction[]; now: number},
  service: AwsService
): Promise<string[]> {
  const AutoScalingGroupName = group;
  const staying = new Set(actions.map(({ScheduledActionName}) => ScheduledActionName));
  const isAboutToStart = (name: string) => name >= nameAt(now) && name < nameAt(now + notice);
  const past = (await actionNames(group, service)).filter(
    (name) => name.startsWith(prefix) && !staying.has(name) && !isAboutToStart(name)
  );
  for (const ScheduledActionNames of batches(past))
    refused(await awsQuery("BatchDeleteScheduledAction", {AutoScalingGroupName, ScheduledActionNames}, service));
  for (const ScheduledUpdateGroupActions of batches(actions))
    refused(
      await awsQuery("BatchPutScheduledUpdateGroupAction", {AutoScalingGroupName, ScheduledUpdateGroupActions}, service)
    );
  return past;
}

async function actionNames(AutoScalingGroupName: string, service: AwsService): Promise<string[]> {
  const names: string[] = [];
  for (let NextToken: string | undefined, page = 0; page === 0 || NextToken; page++) {
    const more: Record<string, string> = NextToken ? {NextToken} : {};
    const xml = await awsQuery("DescribeScheduledActions", {AutoScalingGroupName, MaxRecords: 100, ...more}, service);
    names.push(...xmlElements(xml, "ScheduledActionName"));
    NextToken = xmlText(xml, "NextToken");
  }
  return names;
}

/** An answer of 200 may name actions that failed. */
function refused(xml: string): void {
  const failed = xmlElements(xml, "ScheduledActionName").map(
    (name, i) => `${name}: ${xmlElements(xml, "ErrorMessage")[i] ?? "no reason given"}`
  );
  if (failed.length) throw new Error(`refused by AWS: ${failed.join("; ")}`);
}

const batches = <T>(items: T[]): T[][] =>
  Array.from({length: Math.ceil(items.length / atOnce)}, (_, i) => items.slice(i * atOnce, (i + 1) * atOnce));
