import type { CodedPartition } from '../table.ts'
import { groupStatistics, type SearchedRows, type Term } from './group-statistics.ts'
import { intersectionBound, type ScoreContext, type SliceStatistics, scoreBound, sliceScore } from './slice-score.ts'

export interface FindSlicesOptions {
  /** What slices are made of; numbers are cut into bins before. Rows outside a dimension are in none of its slices. */
  readonly dimensions: readonly CodedPartition[]
  /** Of every row of the table: finite and not negative, greater is worse. */
  readonly errors: Float64Array
  /** The rows to search in; all where absent. */
  readonly rows?: Uint32Array
  /** How many dimensions a slice combines at most; 1 or more. */
  readonly maxDepth: number
  /** The fewest rows of a slice; 1 or more. */
  readonly minRows: number
  /** Weight of a slice's mean error against its size, in (0, 1]. Default 0.95, as in the paper. */
  readonly alpha?: number
  /** How many slices are returned at most. */
  readonly top: number
}

export interface FoundSlice {
  /** `sex=1 & age=[21, 28)`, in the order of the dimensions. */
  readonly name: string
  readonly terms: readonly Term[]
  readonly rows: number
  readonly meanError: number
  readonly score: number
}

/** What a search looked at, and the best of it. */
export interface SliceSearch {
  /** Best first. */
  readonly slices: readonly FoundSlice[]
  /** Slices whose rows were counted; the bounds rule the others out unseen. */
  readonly evaluated: number
  /** Of those, the ones that `minRows` allows and that leave rows to compare with; 0 where nothing could be searched. */
  readonly eligible: number
  /** Rows of the largest slice that leaves rows to compare with; 0 where every slice is empty or the whole table. */
  readonly largest: number
}

interface Candidate {
  readonly terms: readonly Term[]
  readonly statistics: SliceStatistics
}

/**
 * The `top` conjunctions with the highest positive score, exactly (SliceLine: Sagadeeva & Boehm, SIGMOD 2021). Level by level,
 * a conjunction is looked at only where it can still have `minRows` rows and a score among the best, by the bounds that all of
 * its parents set.
 *
 * Ties go to fewer terms, then to more rows, then to the order of the dimensions and their slices.
 *
 * @throws RangeError for errors that are negative or not finite, and for options out of range
 */
export function findSlices(options: FindSlicesOptions): SliceSearch {
  const { dimensions, maxDepth, top } = options
  const searched: SearchedRows = { errors: options.errors, indices: options.rows ?? null }
  const context = scoreContext(options)
  const best = new BestSlices(top)
  const coverage = { evaluated: 0, eligible: 0, largest: 0 }
  let level = basicSlices(dimensions, searched)
  for (let depth = 1; ; depth++) {
    count(level, context, coverage)
    // Without an error anywhere no slice is worse than another.
    if (context.meanError === 0) break
    for (const candidate of level) {
      const { rows, totalError } = candidate.statistics
      if (rows >= context.minRows) best.offer(candidate, sliceScore(rows, totalError, context))
    }
    const open = level.filter(({ statistics }) => best.mayEnter(scoreBound(statistics, context)))
    if (depth >= Math.min(maxDepth, dimensions.length) || open.length < 2) break
    level = evaluate(joined(open, context, best), dimensions, searched)
  }
  const slices = best.ranked().map(({ terms, statistics: { rows, totalError }, score }) => ({
    name: conjunctionName(dimensions, terms),
    terms,
    rows,
    meanError: totalError / rows,
    score,
  }))
  return { slices, ...coverage }
}

function count(
  level: readonly Candidate[],
  context: ScoreContext,
  coverage: { evaluated: number; eligible: number; largest: number },
): void {
  coverage.evaluated += level.length
  for (const { rows } of level.map(({ statistics }) => statistics)) {
    if (rows >= context.rows) continue
    if (rows >= context.minRows) coverage.eligible++
    coverage.largest = Math.max(coverage.largest, rows)
  }
}

/** `a=x & b=y`. */
export function conjunctionName(dimensions: readonly CodedPartition[], terms: readonly Term[]): string {
  return terms.map(({ dimension, code }) => dimensions[dimension].slices[code].name).join(' & ')
}

function scoreContext({ errors, rows, minRows, alpha = 0.95, maxDepth, top }: FindSlicesOptions): ScoreContext {
  requireAtLeastOne({ minRows, maxDepth, top })
  if (!(alpha > 0 && alpha <= 1)) throw new RangeError(`alpha is ${alpha}; expected more than 0 and at most 1`)
  const count = rows?.length ?? errors.length
  let total = 0
  for (let i = 0; i < count; i++) {
    const row = rows === undefined ? i : rows[i]
    const error = errors[row]
    if (!(error >= 0 && error < Number.POSITIVE_INFINITY)) {
      throw new RangeError(`the error of row ${row} is ${error}; expected a finite number from 0 up`)
    }
    total += error
  }
  return { rows: count, meanError: count === 0 ? 0 : total / count, alpha, minRows }
}

function requireAtLeastOne(options: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(options)) {
    if (!Number.isInteger(value) || value < 1)
      throw new RangeError(`${name} is ${value}; expected an integer from 1 up`)
  }
}

function basicSlices(dimensions: readonly CodedPartition[], searched: SearchedRows): Candidate[] {
  return dimensions.flatMap((dimension, d) => {
    const slices = dimension.slices.map((_, code) => [{ dimension: d, code }])
    const statistics = groupStatistics([dimension], slices, searched)
    return slices.map((terms, i) => ({ terms, statistics: statistics[i] }))
  })
}

/** Conjunctions of one term more, each once, whose parents are all open and whose bound may still enter. */
function joined(open: readonly Candidate[], context: ScoreContext, best: BestSlices): Term[][] {
  const byKey = new Map(open.map((candidate) => [keyOf(candidate.terms), candidate.statistics]))
  const children: Term[][] = []
  for (const siblings of grouped(open, ({ terms }) => keyOf(terms.slice(0, -1)))) {
    for (const [i, first] of siblings.entries()) {
      for (const second of siblings.slice(i + 1)) {
        const last = second.terms[second.terms.length - 1]
        if (first.terms[first.terms.length - 1].dimension === last.dimension) continue
        const terms = [...first.terms, last]
        const parents = terms.map((_, left) => byKey.get(keyOf(terms.filter((_, t) => t !== left))))
        if (!parents.every((parent) => parent !== undefined)) continue
        if (best.mayEnter(scoreBound(intersectionBound(parents), context))) children.push(terms)
      }
    }
  }
  return children
}

function evaluate(
  slices: readonly Term[][],
  dimensions: readonly CodedPartition[],
  searched: SearchedRows,
): Candidate[] {
  return grouped(slices, (terms) => terms.map(({ dimension }) => dimension).join()).flatMap((group) => {
    const combined = group[0].map(({ dimension }) => dimensions[dimension])
    const statistics = groupStatistics(combined, group, searched)
    return group.map((terms, i) => ({ terms, statistics: statistics[i] }))
  })
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): T[][] {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [item])
    else group.push(item)
  }
  return [...groups.values()]
}

function keyOf(terms: readonly Term[]): string {
  return terms.map(({ dimension, code }) => `${dimension}:${code}`).join()
}

interface RankedSlice extends Candidate {
  readonly score: number
}

/** The best slices so far, best first. */
class BestSlices {
  readonly #size: number
  readonly #slices: RankedSlice[] = []
  constructor(size: number) {
    this.#size = size
  }

  /** Whether a slice of at most this score could be among the best: also on a tie, which other rules decide. */
  mayEnter(bound: number): boolean {
    if (!(bound > 0)) return false
    return this.#slices.length < this.#size || bound >= this.#slices[this.#slices.length - 1].score
  }

  offer(candidate: Candidate, score: number): void {
    if (!(score > 0)) return
    const slice = { ...candidate, score }
    const place = this.#slices.findIndex((other) => compareRanked(slice, other) < 0)
    this.#slices.splice(place < 0 ? this.#slices.length : place, 0, slice)
    if (this.#slices.length > this.#size) this.#slices.pop()
  }

  ranked(): readonly RankedSlice[] {
    return this.#slices
  }
}

function compareRanked(a: RankedSlice, b: RankedSlice): number {
  if (a.score !== b.score) return b.score - a.score
  if (a.terms.length !== b.terms.length) return a.terms.length - b.terms.length
  if (a.statistics.rows !== b.statistics.rows) return b.statistics.rows - a.statistics.rows
  for (const [i, { dimension, code }] of a.terms.entries()) {
    const other = b.terms[i]
    if (dimension !== other.dimension || code !== other.code) return dimension - other.dimension || code - other.code
  }
  return 0
}
