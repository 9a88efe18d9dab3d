/** The coming seven days of a series of the plant by the hour; null is an hour without a value. */
export interface HourlyForecast {
  source: string;
  series: string;
  model: string;
  /** Beginning of the first hour, ms UTC. */
  start: number;
  mean: (number | null)[];
}
