import type {Alert} from "../../collector/watch/alert.ts";

/** An alert that is out and of which nobody has been told. */
export const openAlert = (given: Partial<Alert> = {}): Alert => ({
  id: "a",
  source: "plant",
  series: "001/flow",
  detector: "value",
  stage: 3,
  value: 8.5,
  expected: 4,
  reason: "",
  since: 0,
  time: 0,
  raisedAt: 0,
  clearedAt: null,
  acknowledged: null,
  told: {messages: 0, stage: null, at: 0},
  ...given
});
