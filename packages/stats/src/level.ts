/**
 * The error rate α = 1 − level of an interval.
 *
 * @throws {RangeError} where `level` is not strictly between 0 and 1 (95 instead of 0.95 is the usual slip)
 */
export function errorRate(level: number): number {
  if (!(level > 0 && level < 1)) {
    throw new RangeError(
      `The level is ${level}; an interval needs one strictly between 0 and 1. Write 0.95 for a 95 % interval`,
    )
  }
  return 1 - level
}
