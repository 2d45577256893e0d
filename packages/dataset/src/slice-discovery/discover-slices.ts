import { adjustPValues, createRandom, type Seed, tCdf, welchDegreesOfFreedom } from '@sluice/stats'
import type { CodedPartition } from '../table.ts'
import { type FindSlicesOptions, findSlices } from './find-slices.ts'
import type { Term } from './group-statistics.ts'

export interface DiscoverSlicesOptions extends Omit<FindSlicesOptions, 'rows'> {
  /** Decides which rows are searched and which confirm. */
  readonly seed: Seed
  /** The chance that any slice is confirmed which is no worse than the rest; in (0, 1). Default 0.05. */
  readonly level?: number
  /** Rows of one group (dense numbers) stay in one half, because they are not independent. */
  readonly groups?: Uint32Array
}

/** Errors inside a slice and in the rest of the same rows. */
export interface SliceEffect {
  readonly rows: number
  /** `null` where the slice has no rows there. */
  readonly meanError: number | null
  readonly restMeanError: number | null
  /** The former minus the latter. */
  readonly difference: number | null
}

export interface DiscoveredSlice {
  readonly name: string
  readonly terms: readonly Term[]
  /** Of the whole table. */
  readonly rows: number
  readonly score: number
  /** On the rows where it was found: too good, because it was picked for it. */
  readonly search: SliceEffect
  /** On the rows that the search did not see; `null` where there were too few to keep any back. */
  readonly confirmation: SliceEffect | null
  /** One-sided Welch test that the slice's errors are greater; `null` where there is no variance or too few rows to test. */
  readonly pValue: number | null
  /** Holm over the slices found. */
  readonly adjustedPValue: number | null
  /** The adjusted p-value is at most the level, on rows that the search did not see. */
  readonly confirmed: boolean
}

export interface Discovery {
  readonly slices: readonly DiscoveredSlice[]
  readonly searchedRows: number
  /** Slices whose rows were counted. */
  readonly evaluatedSlices: number
  /** Of those, the ones large enough to be found; 0: the search could not run. */
  readonly eligibleSlices: number
  /**
   * Rows still missing, at the present shares, before the largest slice is eligible and rows can be kept back to confirm what
   * is found; 0 where both is so, `null` where no number of rows helps: no slice leaves rows to compare with.
   */
  readonly rowsNeeded: number | null
  /** 0 where the findings were tested on the rows they were found on. */
  readonly confirmationRows: number
  /** The rows that the search did not see, ascending; `null` where it saw all. Judge found slices on these. */
  readonly confirmationIndices: Uint32Array | null
  /** Says so where that is the case. */
  readonly note: string | null
}

/** A half has to have room for a slice of `minRows` and for as many rows beside it. */
const rowsPerMinRows = 4

/**
 * Searches the worst slices in a seeded half of the rows and tests what it finds on the other half, so that the p-values
 * are not those of a search. In the half, a slice needs half of `minRows`. With fewer than 4 × `minRows` rows, all are searched,
 * the test is on the same rows, nothing is confirmed, and `note` says so.
 */
export function discoverSlices(options: DiscoverSlicesOptions): Discovery {
  const { dimensions, errors, minRows, level = 0.05 } = options
  if (!(level > 0 && level < 1)) throw new RangeError(`level is ${level}; expected between 0 and 1`)
  const split = errors.length >= rowsPerMinRows * minRows ? halves(errors.length, options) : null
  const all = Uint32Array.from({ length: errors.length }, (_, row) => row)
  const searched = split?.search ?? all
  const tested = split?.confirmation ?? all
  const leastRows = split === null ? minRows : Math.ceil(minRows / 2)
  const { slices: found, evaluated, eligible, largest } = findSlices({ ...options, rows: searched, minRows: leastRows })
  const tests = found.map(({ terms }) => welchTest(samples(dimensions, terms, errors, tested)))
  const adjusted = adjustedOf(tests.map(({ pValue }) => pValue))
  const slices = found.map(({ name, terms, score }, i): DiscoveredSlice => {
    const search = effectOf(samples(dimensions, terms, errors, searched))
    const confirmation = split === null ? null : tests[i].effect
    const adjustedPValue = adjusted[i]
    const confirmed = split !== null && adjustedPValue !== null && adjustedPValue <= level
    const rows = search.rows + (confirmation?.rows ?? 0)
    return { name, terms, rows, score, search, confirmation, pValue: tests[i].pValue, adjustedPValue, confirmed }
  })
  const note =
    split === null
      ? `Tested on the rows that were searched, so nothing is confirmed: ${errors.length} rows are fewer than ${rowsPerMinRows * minRows} (${rowsPerMinRows} × min_rows), too few to keep some back.`
      : null
  return {
    slices,
    searchedRows: searched.length,
    evaluatedSlices: evaluated,
    eligibleSlices: eligible,
    rowsNeeded: rowsNeeded(errors.length, minRows, largest / searched.length),
    confirmationRows: split === null ? 0 : tested.length,
    confirmationIndices: split?.confirmation ?? null,
    note,
  }
}

/** @param share of the rows in the largest slice */
function rowsNeeded(rows: number, minRows: number, share: number): number | null {
  if (!(share > 0)) return null
  return Math.max(0, Math.ceil(minRows / share) - rows, rowsPerMinRows * minRows - rows)
}

/** A partition with the rows of a conjunction as its one slice. */
export function conjunctionPartition(
  name: string,
  dimensions: readonly CodedPartition[],
  slice: { readonly name: string; readonly terms: readonly Term[] },
): CodedPartition {
  const rows = dimensions[slice.terms[0].dimension].codes.length
  const codes = new Uint8Array(rows).fill(255)
  const inside = membership(dimensions, slice.terms)
  let count = 0
  for (let row = 0; row < rows; row++) {
    if (!inside(row)) continue
    codes[row] = 0
    count++
  }
  return { name, codes, outside: 255, slices: [{ name: slice.name, rows: count }] }
}

function halves(
  rows: number,
  { seed, groups }: DiscoverSlicesOptions,
): { readonly search: Uint32Array; readonly confirmation: Uint32Array } {
  let units = rows
  if (groups !== undefined) units = groups.reduce((most, group) => Math.max(most, group), 0) + 1
  const order = createRandom(seed).shuffle(Uint32Array.from({ length: units }, (_, unit) => unit))
  const isSearched = new Uint8Array(units)
  for (const unit of order.subarray(0, Math.ceil(units / 2))) isSearched[unit] = 1
  const search = new Uint32Array(rows)
  const confirmation = new Uint32Array(rows)
  let searched = 0
  let kept = 0
  for (let row = 0; row < rows; row++) {
    if (isSearched[groups === undefined ? row : groups[row]] === 1) search[searched++] = row
    else confirmation[kept++] = row
  }
  return { search: search.slice(0, searched), confirmation: confirmation.slice(0, kept) }
}

/** Count, mean and sum of squared deviations (Welford), of the slice and of the rest. */
interface Moments {
  rows: number
  mean: number
  squares: number
}

type Samples = readonly [slice: Moments, rest: Moments]

function samples(
  dimensions: readonly CodedPartition[],
  terms: readonly Term[],
  errors: Float64Array,
  rows: Uint32Array,
): Samples {
  const inside = membership(dimensions, terms)
  const slice: Moments = { rows: 0, mean: 0, squares: 0 }
  const rest: Moments = { rows: 0, mean: 0, squares: 0 }
  for (const row of rows) {
    const moments = inside(row) ? slice : rest
    const deviation = errors[row] - moments.mean
    moments.rows++
    moments.mean += deviation / moments.rows
    moments.squares += deviation * (errors[row] - moments.mean)
  }
  return [slice, rest]
}

function membership(dimensions: readonly CodedPartition[], terms: readonly Term[]): (row: number) => boolean {
  const columns = terms.map(({ dimension }) => dimensions[dimension].codes)
  return (row) => {
    for (let t = 0; t < terms.length; t++) if (columns[t][row] !== terms[t].code) return false
    return true
  }
}

function effectOf([slice, rest]: Samples): SliceEffect {
  return {
    rows: slice.rows,
    meanError: slice.rows === 0 ? null : slice.mean,
    restMeanError: rest.rows === 0 ? null : rest.mean,
    difference: slice.rows === 0 || rest.rows === 0 ? null : slice.mean - rest.mean,
  }
}

function welchTest(pair: Samples): { readonly effect: SliceEffect; readonly pValue: number | null } {
  const effect = effectOf(pair)
  const [slice, rest] = pair
  if (slice.rows < 2 || rest.rows < 2) return { effect, pValue: null }
  const parts = [slice, rest].map(({ rows, squares }) => ({
    variance: squares / (rows - 1) / rows,
    degreesOfFreedom: rows - 1,
  }))
  const degreesOfFreedom = welchDegreesOfFreedom(...parts)
  if (degreesOfFreedom === null) return { effect, pValue: null }
  const statistic = (slice.mean - rest.mean) / Math.sqrt(parts[0].variance + parts[1].variance)
  return { effect, pValue: tCdf(-statistic, degreesOfFreedom) }
}

/** Slices that could not be tested are no members of the family. */
function adjustedOf(pValues: readonly (number | null)[]): (number | null)[] {
  const tested = pValues.filter((p) => p !== null)
  const adjusted = adjustPValues(tested, 'holm')
  let next = 0
  return pValues.map((p) => (p === null ? null : adjusted[next++]))
}
