/** Lines through measured points, by least squares. */
export type Point = readonly [x: number, y: number];

export interface Line {
  readonly intercept: number;
  readonly slope: number;
}

/** At least two points of different x. */
export function lineThrough(points: readonly Point[]): Line {
  const count = points.length;
  const meanX = points.reduce((sum, [x]) => sum + x, 0) / count;
  const meanY = points.reduce((sum, [, y]) => sum + y, 0) / count;
  const spread = points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  if (spread === 0) throw new RangeError('a line needs points of different x');
  const slope = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0) / spread;
  return { slope, intercept: meanY - slope * meanX };
}

export interface PowerLaw {
  readonly factor: number;
  readonly exponent: number;
}

/** y = factor × x^exponent: a line through the logarithms. An exponent of 1 is a constant cost for each x. */
export function powerLaw(points: readonly Point[]): PowerLaw {
  const { intercept, slope } = lineThrough(points.map(([x, y]) => [Math.log(x), Math.log(y)]));
  return { factor: Math.exp(intercept), exponent: slope };
}

export const atSize = ({ factor, exponent }: PowerLaw, x: number): number => factor * x ** exponent;
