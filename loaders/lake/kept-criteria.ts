import {existsSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {criteriaFileName, parseCriteriaFile, type SeriesCriteria} from "../outliers/criteria-file.ts";
import {noteRead} from "./reads.ts";
import {pathState} from "./state.ts";

/** The versions of criteria that a data folder keeps, whatever has become of the readings they were derived from. */
export function keptCriteria(data: string): SeriesCriteria[] {
  const file = join(data, criteriaFileName);
  noteRead(`./${criteriaFileName}`, () => pathState(file));
  return existsSync(file) ? parseCriteriaFile(readFileSync(file, "utf8"), file) : [];
}
