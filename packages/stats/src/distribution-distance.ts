/**
 * Total variation of two distributions over the same bins, ½ Σ |p − q|: the most by which any event's probability differs.
 * 0 for equal ones, 1 for disjoint ones.
 *
 * @param p counts or weights ≥ 0 with a positive sum; each side is divided by its own
 * @throws {RangeError} for lengths that differ, a negative count, or a side without any
 */
export function totalVariation(p: ArrayLike<number>, q: ArrayLike<number>): number {
  const [a, b] = shares(p, q)
  return a.reduce((sum, share, i) => sum + Math.abs(share - b[i]!), 0) / 2
}

/**
 * Jensen–Shannon distance (Endres & Schindelin 2003) of two distributions over the same bins, in base 2: the square root of
 * the mean of both divergences from their mixture. From 0 to 1; a metric. Parameters as {@link totalVariation}.
 */
export function jensenShannonDistance(p: ArrayLike<number>, q: ArrayLike<number>): number {
  const [a, b] = shares(p, q)
  let divergence = 0
  for (let i = 0; i < a.length; i++) {
    const mixture = (a[i]! + b[i]!) / 2
    if (a[i]! > 0) divergence += (a[i]! * Math.log2(a[i]! / mixture)) / 2
    if (b[i]! > 0) divergence += (b[i]! * Math.log2(b[i]! / mixture)) / 2
  }
  return Math.sqrt(Math.min(1, Math.max(0, divergence)))
}

/**
 * Population stability index, Σ (p − q) ln(p / q): the symmetrised Kullback–Leibler divergence. A bin that one side lacks
 * would make it infinite, so shares below `floor` count as `floor`. Rules of thumb call 0.1 a small and 0.2 a large shift.
 * Parameters as {@link totalVariation}.
 */
export function populationStabilityIndex(p: ArrayLike<number>, q: ArrayLike<number>, floor = 1e-4): number {
  const [a, b] = shares(p, q)
  return a.reduce((sum, share, i) => {
    const [from, to] = [Math.max(share, floor), Math.max(b[i]!, floor)]
    return sum + (from - to) * Math.log(from / to)
  }, 0)
}

function shares(p: ArrayLike<number>, q: ArrayLike<number>): [Float64Array, Float64Array] {
  if (p.length !== q.length) {
    throw new RangeError(`${p.length} bins against ${q.length}; distributions are compared over the same bins`)
  }
  return [normalised(p), normalised(q)]
}

function normalised(counts: ArrayLike<number>): Float64Array {
  let total = 0
  for (let i = 0; i < counts.length; i++) {
    if (!(counts[i]! >= 0)) throw new RangeError(`Bin ${i} holds ${counts[i]}; counts are 0 or more`)
    total += counts[i]!
  }
  if (!(total > 0 && total < Infinity)) throw new RangeError(`The counts sum to ${total}; a distribution needs some`)
  return Float64Array.from(counts, (count) => count / total)
}
