export type Vision = keyof typeof kinds;
type Triple = readonly [number, number, number];

/**
 * How linear sRGB is seen with full dichromacy (Machado, Oliveira & Fernandes, IEEE TVCG 15(6), 2009; severity 1.0).
 */
const kinds = {
  common: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1]
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998]
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881]
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039]
  ]
} satisfies Record<string, readonly Triple[]>;

export const visions = Object.keys(kinds) as Vision[];

/** Distance of two colours (`#rrggbb`) in OKLab as an eye of that kind sees them: 0.02 is just told apart side by side. */
export function seenDistance(a: string, b: string, vision: Vision): number {
  const [x, y] = [a, b].map((color) => oklab(seen(linear(color), vision)));
  return Math.hypot(...x!.map((value, i) => value - y![i]!));
}

/** Contrast ratio of two colours (`#rrggbb`), 1 to 21 (WCAG 2.2). */
export function contrast(a: string, b: string): number {
  const [light, dark] = [a, b].map((color) => luminance(linear(color))).sort((x, y) => y - x);
  return (light! + 0.05) / (dark! + 0.05);
}

const luminance = ([r, g, b]: Triple): number => 0.2126 * r + 0.7152 * g + 0.0722 * b;

function linear(color: string): Triple {
  const channel = (at: number) => {
    const value = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}

const times = (matrix: readonly (readonly number[])[], vector: readonly number[]): Triple =>
  matrix.map((row) => row.reduce((sum, factor, i) => sum + factor * vector[i]!, 0)) as unknown as Triple;

const seen = (rgb: Triple, vision: Vision): Triple =>
  times(kinds[vision], rgb).map((value) => Math.min(1, Math.max(0, value))) as unknown as Triple;

/** Björn Ottosson, "A perceptual color space for image processing", 2020. */
const oklab = (rgb: Triple): Triple =>
  times(
    [
      [0.2104542553, 0.793617785, -0.0040720468],
      [1.9779984951, -2.428592205, 0.4505937099],
      [0.0259040371, 0.7827717662, -0.808675766]
    ],
    times(
      [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005]
      ],
      rgb
    ).map(Math.cbrt)
  );
