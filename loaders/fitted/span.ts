/** How far a forecast reaches, and what it is learnt from. Lengths in ms. */
export interface Span {
  step: number;
  /** Steps ahead. */
  horizon: number;
  /** Length of the history that is learnt from. */
  history: number;
  /** Origins of the backtest. */
  origins: number;
  /** Fitting takes too long for a build. */
  trainedOnly: boolean;
}

const minute = 60_000;
const day = 86_400_000;

/** The next hour by the minute, six hours by ten minutes, seven days by the hour. */
export const spans = {
  minutes: {step: minute, horizon: 60, history: 28 * day, origins: 8, trainedOnly: true},
  hours: {step: 10 * minute, horizon: 36, history: 56 * day, origins: 8, trainedOnly: false},
  days: {step: 60 * minute, horizon: 168, history: 365 * day, origins: 12, trainedOnly: false}
} as const satisfies Record<string, Span>;

export type SpanName = keyof typeof spans;
export const spanNames = Object.keys(spans) as SpanName[];
