import type {Regular} from "../forecast/regular.ts";
import type {SpanName} from "./span.ts";

/** What `weir train` learns from; plain data. */
export interface TrainingInput {
  /** Version of the models' code. */
  code: string;
  series: TrainingSeries[];
}

/** One series whose forecast the site shows, with what it is learnt from. */
export interface TrainingSeries {
  id: string;
  label: string;
  unit: string;
  sources: string[];
  span: SpanName;
  history: Regular;
}
