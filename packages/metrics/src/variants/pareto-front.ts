/** What one alternative is compared by: which way is better. */
export interface ParetoAxis {
  readonly name: string
  readonly direction: 'higher' | 'lower'
}

/** Where something lies on an axis; a value that is known exactly has `lower = upper = value`. */
export interface AxisValue {
  readonly lower: number
  readonly upper: number
}

export interface Alternative {
  readonly name: string
  /** By axis; `null` where it is not known there, or not how well. */
  readonly values: Readonly<Record<string, AxisValue | null>>
}

/** How two alternatives compare, axis by axis. */
export interface ParetoComparison {
  readonly first: string
  readonly second: string
  /** The axes on which the intervals separate, by which of the two is better there. */
  readonly firstBetter: readonly string[]
  readonly secondBetter: readonly string[]
  readonly notSeparated: readonly string[]
  /** The one that is better on some axis and worse on none, as far as intervals separate; `null` for a trade-off or a tie. */
  readonly dominant: string | null
}

export interface ParetoFront {
  /** Every pair once, in the order of the alternatives. */
  readonly comparisons: readonly ParetoComparison[]
  /** The names of those that nothing dominates; never empty where there are alternatives. */
  readonly front: readonly string[]
}

/** −1 where the first is better on the axis, 1 where the second is, 0 where the intervals do not tell. */
export type Separation = (first: Alternative, second: Alternative, axis: ParetoAxis) => -1 | 0 | 1

/**
 * Which alternatives are worth having: those that no other dominates.
 *
 * One dominates another where it is better on some axis and worse on none, and an axis counts only where the intervals
 * separate: a difference that chance explains dominates nothing. With exact values this is the usual front. "Not separated"
 * is no equality and need not be transitive, so that a, b and c can dominate each other in a circle; those of a circle stay
 * on the front, unless something outside of it dominates them.
 *
 * @param separation how two compare on an axis; default: by whether their two intervals overlap. Paired intervals of the
 *   difference tell more where there are any
 */
export function paretoFront(
  alternatives: readonly Alternative[],
  axes: readonly ParetoAxis[],
  separation: Separation = disjoint,
): ParetoFront {
  const comparisons = alternatives.flatMap((first, i) =>
    alternatives.slice(i + 1).map((second) => compare(first, second, axes, separation)),
  )
  const names = alternatives.map(({ name }) => name)
  const reaches = closure(names, comparisons)
  const front = names.filter((name) =>
    names.every((other) => !reaches.get(other)!.has(name) || reaches.get(name)!.has(other)),
  )
  return { comparisons, front }
}

function compare(
  first: Alternative,
  second: Alternative,
  axes: readonly ParetoAxis[],
  separation: Separation,
): ParetoComparison {
  const on = (side: -1 | 0 | 1) =>
    axes.filter((axis) => separation(first, second, axis) === side).map(({ name }) => name)
  const [firstBetter, secondBetter] = [on(-1), on(1)]
  const dominant =
    firstBetter.length > 0 && secondBetter.length === 0
      ? first.name
      : secondBetter.length > 0 && firstBetter.length === 0
        ? second.name
        : null
  return { first: first.name, second: second.name, firstBetter, secondBetter, notSeparated: on(0), dominant }
}

const disjoint: Separation = (first, second, { name, direction }) => {
  const [a, b] = [first.values[name] ?? null, second.values[name] ?? null]
  if (a === null || b === null) return 0
  const firstLower = a.upper < b.lower
  const secondLower = b.upper < a.lower
  if (!firstLower && !secondLower) return 0
  return firstLower === (direction === 'lower') ? -1 : 1
}

/** From each alternative those that it dominates, directly or through others. */
function closure(names: readonly string[], comparisons: readonly ParetoComparison[]): Map<string, Set<string>> {
  const reaches = new Map(names.map((name) => [name, new Set<string>()]))
  for (const { first, second, dominant } of comparisons) {
    if (dominant !== null) reaches.get(dominant)!.add(dominant === first ? second : first)
  }
  for (const through of names) {
    for (const from of names) {
      if (reaches.get(from)!.has(through)) for (const to of reaches.get(through)!) reaches.get(from)!.add(to)
    }
  }
  return reaches
}
