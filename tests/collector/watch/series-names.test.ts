import assert from "node:assert/strict";
import {test} from "node:test";
import {seriesNames} from "../../../collector/watch/series-names.ts";

test("seriesNames() calls a series by its label, with the id where others have the same, by the id where it has none", () => {
  const labelOf = (id: string) => (id.endsWith("/flow") ? "Flow" : id === "001/pressure" ? "Pressure at 001" : id);
  const nameOf = seriesNames(labelOf, ["001/flow", "002/flow", "001/pressure", "gate"]);
  assert.deepEqual(["001/flow", "003/flow", "001/pressure", "gate", "other"].map(nameOf), [
    "Flow (001/flow)",
    "Flow (003/flow)",
    "Pressure at 001",
    "gate",
    "other"
  ]);
  assert.equal(seriesNames(labelOf, ["001/flow", "001/flow"])("001/flow"), "Flow", "of two sources");
});
