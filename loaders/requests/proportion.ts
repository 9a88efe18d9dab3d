/** Of `total` cases, `hits` had the property in question. */
export interface Proportion {
  total: number;
  hits: number;
}

/** The cases of one group in one hour. */
export interface HourlyProportion extends Proportion {
  name: string;
  hour: number;
}
