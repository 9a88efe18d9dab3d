/** What a model said at one origin, and what came. Actual gaps are NaN. */
export interface Trial {
  /** Index of the first value forecast. */
  origin: number;
  forecast: Float64Array;
  actual: Float64Array;
}
