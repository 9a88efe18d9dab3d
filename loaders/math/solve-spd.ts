/**
 * Solves A X = B for a symmetric positive definite A by Cholesky decomposition (Golub and Van Loan, 4.2).
 *
 * @param a n x n row by row; only the lower triangle is read, and it is overwritten
 * @param b n x m row by row; overwritten with X
 * @throws when A is not positive definite
 */
export function solveSpd(a: Float64Array, b: Float64Array, n: number): Float64Array {
  const m = b.length / n;
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      let sum = a[i * n + j]!;
      for (let k = 0; k < j; k++) sum -= a[i * n + k]! * a[j * n + k]!;
      if (i === j && !(sum > 0)) throw new Error(`not positive definite: pivot ${sum} in row ${i}`);
      a[i * n + j] = i === j ? Math.sqrt(sum) : sum / a[j * n + j]!;
    }
  for (let i = 0; i < n; i++) eliminate(i, 0, i, (k) => a[i * n + k]!);
  for (let i = n - 1; i >= 0; i--) eliminate(i, i + 1, n, (k) => a[k * n + i]!);
  return b;

  function eliminate(row: number, from: number, to: number, factor: (k: number) => number) {
    const target = b.subarray(row * m, row * m + m);
    for (let k = from; k < to; k++) {
      const f = factor(k);
      const known = b.subarray(k * m, k * m + m);
      for (let j = 0; j < m; j++) target[j] = target[j]! - f * known[j]!;
    }
    const pivot = a[row * n + row]!;
    for (let j = 0; j < m; j++) target[j] = target[j]! / pivot;
  }
}
