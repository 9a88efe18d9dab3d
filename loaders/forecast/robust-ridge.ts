import {quantileSorted} from "../math/quantile.ts";
import {solveSpd} from "../math/solve-spd.ts";

const rounds = 3;
/** Errors beyond this many times the median absolute one count as if they were just that. */
const most = 4;

/**
 * Ridge regression (Hoerl and Kennard 1970) that wild targets hardly move: Huber's pseudo-values (Huber and Ronchetti
 * 2009, 7.8), so the normal equations are made once.
 *
 * @param rows terms of each example
 * @param penalties by term, as shares of the terms' mean square; above 0
 */
export function robustRidge(rows: Float64Array[], targets: Float64Array, penalties: Float64Array): Float64Array {
  const p = penalties.length;
  const gram = new Float64Array(p * p);
  for (const row of rows)
    for (let j = 0; j < p; j++) {
      const x = row[j]!;
      if (x !== 0) for (let k = 0; k <= j; k++) gram[j * p + k]! += x * row[k]!;
    }
  let trace = 0;
  for (let j = 0; j < p; j++) trace += gram[j * p + j]!;
  for (let j = 0; j < p; j++) gram[j * p + j]! += (penalties[j]! * trace) / p + 1e-9;
  let weights = solve(gram, rows, targets);
  for (let round = 1; round < rounds; round++) {
    const fitted = Float64Array.from(rows, (row) => dot(row, weights));
    const errors = targets.map((target, i) => target - fitted[i]!);
    const limit = most * quantileSorted(errors.map(Math.abs).sort(), 0.5);
    const pseudo = fitted.map((value, i) => value + Math.min(limit, Math.max(-limit, errors[i]!)));
    weights = solve(gram, rows, pseudo);
  }
  return weights;
}

function solve(gram: Float64Array, rows: Float64Array[], targets: Float64Array): Float64Array {
  const p = Math.sqrt(gram.length);
  const cross = new Float64Array(p);
  rows.forEach((row, i) => {
    for (let j = 0; j < p; j++) cross[j]! += row[j]! * targets[i]!;
  });
  return solveSpd(gram.slice(), cross, p);
}

const dot = (a: Float64Array, b: Float64Array): number => {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += a[j]! * b[j]!;
  return sum;
};
