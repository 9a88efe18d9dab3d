/** What every page's data says of itself: how far it reaches, from where. Times are UTC ms. */
export interface Meta {
  builtAt: number;
  observedThrough: number | null;
  sources: readonly MetaSource[];
  /** IANA zone of hours and days in sentences and profiles. */
  timeZone: string;
  /** How often a new page is to be expected, ms. */
  publishEveryMs: number;
}

export interface MetaSource {
  id: string;
  about: string;
  simulated: boolean;
  state: string;
  message: string;
  observedThrough: number | null;
  freshForMs: number;
  stale: boolean;
}
