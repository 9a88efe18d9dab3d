import {seeded} from "./random.ts";

/** Standard normal numbers from a seed, two by two (Box and Muller 1958). */
export function normals(seed: number): () => number {
  const random = seeded(seed);
  let spare = Number.NaN;
  return () => {
    if (!Number.isNaN(spare)) {
      const held = spare;
      spare = Number.NaN;
      return held;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - random()));
    const angle = 2 * Math.PI * random();
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
}

/** Kinds of noise in which nothing is wrong, as streams of numbers; `perDay` numbers make a day. */
export const cleanNoise: Record<string, (seed: number, perDay: number) => () => number> = {
  white: normals,
  "autocorrelated AR(1) 0.9": (seed) => {
    const normal = normals(seed);
    let last = normal();
    return () => {
      last = 0.9 * last + Math.sqrt(1 - 0.9 ** 2) * normal();
      return last;
    };
  },
  "Student's t with 4 degrees of freedom": (seed) => {
    const normal = normals(seed);
    return () => normal() / Math.sqrt((normal() ** 2 + normal() ** 2 + normal() ** 2 + normal() ** 2) / 4);
  },
  "seasonal heteroscedastic": (seed, perDay) => {
    const normal = normals(seed);
    let i = 0;
    return () => {
      const day = Math.sin((2 * Math.PI * i) / perDay);
      const week = Math.sin((2 * Math.PI * i++) / (7 * perDay));
      return normal() * Math.exp(0.8 * day + 0.3 * week);
    };
  }
};
