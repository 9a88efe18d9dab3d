export {type FilterBarOptions, type FilterField, filterBar} from "./filter-bar.js";
export type {Comparison} from "./filter-query.js";
export {resetRange, setRange} from "./filter-state.js";
export {type Compared, comparedTo, covers, type Filters, rowsWithin} from "./filter-values.js";
export {changeWords, inPeriod} from "./filter-words.js";
export {type Grain, grainFor, grainMs, grainNames, inSteps, stepEdges} from "./grain.js";
