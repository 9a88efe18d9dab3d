import type {Lake, PayloadMeta} from "../lake.ts";
import {dayEdges} from "../local-calendar.ts";
import {payloadMeta} from "../payload-meta.ts";
import {rounded} from "../rounded.ts";
import {type DatasetStatus, readOperations} from "../system/read-operations.ts";
import {sourceStatus} from "../system/source-status.ts";
import {type FileSizes, fileSizes} from "./file-sizes.ts";
import {qualitySentence} from "./quality-sentence.ts";
import {type Evidence, type Loss, readEvidence} from "./read-evidence.ts";
import {type RejectDays, rejectDays} from "./reject-days.ts";
import {type SeriesCoverage, seriesCoverage} from "./series-coverage.ts";
import {type SourceBooks, sourceBooks} from "./source-books.ts";

/** What the data quality page draws. Times and lengths of time are ms, times UTC. */
export interface QualityPayload {
  meta: PayloadMeta;
  sentence: string;
  /** When the books were checked last, and what waited in the spool then; null before the first check. */
  check: {at: number; spoolBytes: number} | null;
  /** The newest times that the books were found off, newest first. */
  losses: Loss[];
  sources: SourceBooks[];
  /** Starts of the days looked at. */
  days: number[];
  series: SeriesCoverage[];
  rejects: RejectDays;
  datasets: DatasetStatus[];
  files: FileSizes;
}

/** Days looked at, today included. */
const period = 30;

export async function qualityPayload(
  lake: Lake,
  {
    evidence = readEvidence(lake.commit),
    datasets = readOperations(lake.commit).lake
  }: {
    evidence?: Evidence;
    datasets?: DatasetStatus[];
  } = {}
): Promise<QualityPayload> {
  const meta = await payloadMeta(lake);
  const edges = dayEdges(lake.now, period, lake.settings.timeZone);
  const {check, losses, files} = evidence;
  const parts = {
    sources: sourceBooks(sourceStatus(lake, meta.sources), check),
    series: await seriesCoverage(lake, edges),
    rejects: await rejectDays(lake, edges)
  };
  return rounded({
    meta,
    sentence: qualitySentence({...parts, check}),
    check: check && {at: check.at, spoolBytes: check.spoolBytes},
    losses,
    days: edges.slice(0, -1),
    ...parts,
    datasets,
    files: fileSizes(files, edges)
  });
}
