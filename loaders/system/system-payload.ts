import type {Lake, PayloadMeta} from "../lake.ts";
import {payloadMeta} from "../payload-meta.ts";
import {rounded} from "../rounded.ts";
import {type Machine, machine} from "./machine.ts";
import {type Operations, readOperations} from "./read-operations.ts";
import {type Rejects, rejects} from "./rejects.ts";
import {type SourceStatus, sourceStatus} from "./source-status.ts";
import {systemSentence} from "./system-sentence.ts";

/** What the system page draws. Times are UTC ms. */
export interface SystemPayload extends Operations {
  meta: PayloadMeta;
  sentence: string;
  machine: Machine;
  sources: SourceStatus[];
  rejects: Rejects;
}

export async function systemPayload(
  lake: Lake,
  {operations = readOperations(lake.commit)}: {operations?: Operations} = {}
): Promise<SystemPayload> {
  const meta = await payloadMeta(lake);
  const parts = {
    machine: await machine(lake),
    sources: sourceStatus(lake, meta.sources),
    rejects: await rejects(lake),
    ...operations
  };
  return rounded({meta, sentence: systemSentence(parts), ...parts});
}
