import type { Domain } from './plot.ts'

/**
 * Where a logarithmic axis is marked: at 1, 2 and 5 times each power of ten, or at fewer of them until no more than `most`
 * lie in the domain.
 *
 * @param domain both ends above 0
 */
export function logTicks([from, to]: Domain, most: number): readonly number[] {
  const [first, last] = [Math.floor(Math.log10(from)), Math.ceil(Math.log10(to))]
  const powers = Array.from({ length: last - first + 1 }, (_, step) => first + step)
  const marks = (steps: readonly number[], every: number) =>
    powers
      .filter((_, at) => at % every === 0)
      .flatMap((power) => steps.map((step) => Number(`${step}e${power}`)))
      .filter((tick) => tick >= from && tick <= to)
  for (const steps of [[1, 2, 5], [1, 3], [1]]) {
    const ticks = marks(steps, 1)
    if (ticks.length <= most) return ticks
  }
  return marks([1], Math.ceil(powers.length / most))
}
