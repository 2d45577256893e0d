import type { ParetoAxisEvidence, VariantsEvidence } from '@sluice/gates'
import { type Alternative, type ParetoFront, paretoFront } from '@sluice/metrics'

export type AxisName = ParetoAxisEvidence['name']

/** What quality can be drawn against, in the order of the evidence. */
export function costAxes({ pareto }: VariantsEvidence): readonly ParetoAxisEvidence[] {
  return pareto.axes.filter(({ name }) => name !== 'quality')
}

/**
 * Who dominates whom where only quality and one other axis count. Which builds are told apart on an axis is what the
 * evidence says of it, from paired differences and interleaved rounds: nothing is compared anew here.
 */
export function planeFront({ builds, pareto }: VariantsEvidence, against: AxisName): ParetoFront {
  const axes = pareto.axes.filter(({ name }) => name === 'quality' || name === against)
  const better = (one: Alternative, other: Alternative, axis: string) =>
    pareto.comparisons.some(
      ({ first, second, firstBetter, secondBetter }) =>
        (first === one.name && second === other.name && firstBetter.includes(axis)) ||
        (second === one.name && first === other.name && secondBetter.includes(axis)),
    )
  return paretoFront(
    builds.map(({ model }) => ({ name: model, values: {} })),
    axes,
    (first, second, { name }) => (better(first, second, name) ? -1 : better(second, first, name) ? 1 : 0),
  )
}

/** One build beside the others in such a plane. */
export interface Standing {
  readonly dominatedBy: readonly string[]
  /** By axis: the builds that intervals do not tell it from. */
  readonly notSeparated: ReadonlyMap<string, readonly string[]>
}

export function standingOf(model: string, { comparisons }: ParetoFront): Standing {
  const own = comparisons.filter(({ first, second }) => first === model || second === model)
  const other = ({ first, second }: (typeof own)[number]) => (first === model ? second : first)
  const axes = [...new Set(own.flatMap(({ notSeparated }) => notSeparated))]
  return {
    dominatedBy: own.flatMap(({ dominant }) => (dominant === null || dominant === model ? [] : [dominant])),
    notSeparated: new Map(
      axes.map((axis) => [axis, own.filter(({ notSeparated }) => notSeparated.includes(axis)).map(other)]),
    ),
  }
}

/** The pairs that intervals do not tell apart, by axis, each in a sentence. */
export function notSeparatedWords(front: ParetoFront, axes: readonly ParetoAxisEvidence[]): readonly string[] {
  return axes.flatMap(({ name, label }) => {
    const pairs = front.comparisons.filter(({ notSeparated }) => notSeparated.includes(name))
    if (pairs.length === 0) return []
    if (pairs.length > 1 && pairs.length === front.comparisons.length)
      return [`Not separated in ${label}: any two builds.`]
    return [`Not separated in ${label}: ${pairs.map(({ first, second }) => `${first} and ${second}`).join(', ')}.`]
  })
}
