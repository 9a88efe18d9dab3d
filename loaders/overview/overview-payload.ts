import type {Lake, PayloadMeta} from "../lake.ts";
import {payloadMeta} from "../payload-meta.ts";
import {rounded} from "../rounded.ts";
import {type Operations, readOperations} from "../system/read-operations.ts";
import {type SourceStatus, sourceStatus} from "../system/source-status.ts";
import type {Area} from "./area.ts";
import {capacityArea} from "./capacity-area.ts";
import {licencesArea} from "./licences-area.ts";
import {overviewSentence} from "./overview-sentence.ts";
import {requestsArea} from "./requests-area.ts";
import {sensorsArea} from "./sensors-area.ts";
import {systemArea} from "./system-area.ts";

/** What the overview draws. Times are UTC ms. */
export interface OverviewPayload {
  meta: PayloadMeta;
  /** The whole site in one sentence: what needs a look, or that nothing does. */
  sentence: string;
  areas: Area[];
  sources: SourceFreshness[];
}

export type SourceFreshness = Pick<
  SourceStatus,
  "id" | "about" | "kind" | "simulated" | "state" | "lastReadAt" | "lagMs" | "fresh"
>;

export async function overviewPayload(
  lake: Lake,
  {operations = readOperations(lake.commit)}: {operations?: Operations} = {}
): Promise<OverviewPayload> {
  const meta = await payloadMeta(lake);
  const sources = sourceStatus(lake, meta.sources);
  const areas = [
    await sensorsArea(lake),
    await requestsArea(lake),
    await licencesArea(lake),
    await capacityArea(lake),
    await systemArea(lake, sources, {operations})
  ];
  return rounded({meta, sentence: overviewSentence(areas), areas, sources: sources.map(sourceFreshness)});
}

const sourceFreshness = ({
  id,
  about,
  kind,
  simulated,
  state,
  lastReadAt,
  lagMs,
  fresh
}: SourceStatus): SourceFreshness => ({
  id,
  about,
  kind,
  simulated,
  state,
  lastReadAt,
  lagMs,
  fresh
});
