import {counted, percent, weekdayTime, written} from "../phrases.ts";
import type {ComingPlan} from "./coming-plan.ts";
import type {LoadProfile} from "./load-profile.ts";
import type {Replay} from "./replay.ts";

/** What the coming week asks for, and what the plan would have saved. */
export function capacitySentence({
  series,
  load,
  plan,
  replay,
  zone
}: {
  series: {label: string; unit: string};
  load: LoadProfile;
  plan: ComingPlan | null;
  replay: Replay | null;
  zone: string;
}): string {
  const amount = (value: number) => `${written(value, 0)} ${series.unit}`.trim();
  if (plan === null) return `${series.label} is ${amount(load.latest!.value)}; too short a history to plan from.`;
  const when = weekdayTime(plan.peak.time, zone);
  const coming = `The coming week asks for up to ${counted(plan.peak.servers, "server")} (minutes of up to ${amount(plan.peak.bound)} on ${when})`;
  const own = replay?.strategies.find(({name}) => name === "guarded");
  if (!replay || !own) return `${coming}.`;
  const days = Math.round((replay.to - replay.from) / 86_400_000);
  const short = own.minutesUnder === 0 ? "never short" : `${counted(own.minutesUnder, "minute")} short`;
  const change = own.saved >= 0 ? `${percent(own.saved)} less` : `${percent(-own.saved)} more`;
  return `${coming}; over the last ${counted(days, "day")} a plan renewed hourly took ${change} than a fixed number of servers, ${short}.`;
}
