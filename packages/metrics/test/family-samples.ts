import { readFileSync } from 'node:fs'
import type {
  MulticlassSample,
  MultilabelSample,
  QuantileSample,
  RankingSample,
  RatingsSample,
  RegressionSample,
} from '../src/index.ts'

type Column = readonly number[]
type Data = Readonly<Record<string, Column | readonly Column[]>>

export interface FamilyCase {
  readonly id: string
  readonly metric: string
  readonly data: string | Data
  readonly params?: Readonly<Record<string, unknown>>
  readonly expect: unknown
  readonly tol?: number
  readonly kind?: string
}

const file = JSON.parse(readFileSync(new URL('./vectors/families.json', import.meta.url), 'utf8')) as {
  datasets: Readonly<Record<string, Data>>
  cases: readonly FamilyCase[]
}

export const familyCases = file.cases

export function caseOf(id: string): FamilyCase {
  const found = file.cases.find((one) => one.id === id)
  if (found === undefined) throw new Error(`There is no reference case ${id}`)
  return found
}

export function dataOf({ data }: FamilyCase): Data {
  return typeof data === 'string' ? file.datasets[data] : data
}

export function columnOf(data: Data, name: string): Float64Array {
  return Float64Array.from(data[name] as Column)
}

/** A matrix flattened row by row. */
export function cellsOf(data: Data, name: string): Float64Array {
  return Float64Array.from((data[name] as readonly Column[]).flat())
}

function weightsOf(one: FamilyCase, data: Data): { weights?: Float64Array } {
  return one.params?.['weights'] === 'w' ? { weights: columnOf(data, 'w') } : {}
}

export function multiclassOf(one: FamilyCase): MulticlassSample {
  const data = dataOf(one)
  return {
    labels: Uint16Array.from(data['y'] as Column),
    probabilities: cellsOf(data, 'p'),
    classes: (data['p'] as readonly Column[])[0].length,
    ...weightsOf(one, data),
  }
}

/** Predicted classes as certain probabilities. */
export function decidedOf(actual: Column, predicted: Column, classes: number, weights?: Column): MulticlassSample {
  return {
    labels: Uint16Array.from(actual),
    probabilities: Float64Array.from(
      predicted.flatMap((p) => Array.from({ length: classes }, (_, c) => (c === p ? 1 : 0))),
    ),
    classes,
    ...(weights && { weights: Float64Array.from(weights) }),
  }
}

export function multilabelOf(one: FamilyCase): MultilabelSample {
  const data = dataOf(one)
  return {
    labels: Uint8Array.from((data['y'] as readonly Column[]).flat()),
    scores: cellsOf(data, 's'),
    outputs: (data['y'] as readonly Column[])[0].length,
  }
}

export function regressionOf(one: FamilyCase): RegressionSample {
  const data = dataOf(one)
  return { actual: columnOf(data, 'y'), predicted: columnOf(data, 'p'), ...weightsOf(one, data) }
}

export function quantilesOf(one: FamilyCase): QuantileSample {
  const data = dataOf(one)
  const quantiles = ['q10', 'q50', 'q90'].map((name) => columnOf(data, name))
  return { actual: columnOf(data, 'y'), levels: [0.1, 0.5, 0.9], quantiles }
}

/** Queries with their relevances; scores descend with the position where the data have none. */
export function rankingOf(one: FamilyCase): RankingSample {
  const data = dataOf(one)
  const rel = (Array.isArray(data['rel'][0]) ? data['rel'] : [data['rel']]) as readonly Column[]
  const scores = (data['s'] ?? rel.map((query) => query.map((_, i) => -i))) as readonly Column[]
  const offsets = [0]
  for (const query of rel) offsets.push(offsets[offsets.length - 1] + query.length)
  return {
    offsets: Uint32Array.from(offsets),
    relevance: Float64Array.from(rel.flat()),
    scores: Float64Array.from(scores.flat()),
  }
}

export function ratingsOf(one: FamilyCase, raters: readonly string[]): RatingsSample {
  const data = dataOf(one)
  const columns = raters.map((name) => columnOf(data, name))
  return {
    ratings: Float64Array.from([...columns[0]].flatMap((_, unit) => columns.map((column) => column[unit]))),
    raters: raters.length,
  }
}
