import { aucInfluence, rocAuc } from '../binary/roc-auc.ts'
import { totalsOf } from '../binary/totals.ts'
import { orderByScore } from '../order/order-by-score.ts'
import { weightAt } from '../rows/row-totals.ts'
import { type Absent, type Smooth, smoothMetric } from '../rows/smooth-metric.ts'
import type { BinarySample, MulticlassSample } from '../samples.ts'
import { requireClasses, requireDistributions } from './class-input.ts'

export interface MulticlassAucOptions {
  /** Each class against the rest, or each pair of classes by itself (Hand & Till 2001). */
  readonly comparison: 'ovr' | 'ovo'
  /** Over classes or pairs alike; by their prevalence; or (`ovr` only) over all rows and classes in one ranking. */
  readonly average: 'macro' | 'weighted' | 'micro'
}

/**
 * ROC-AUC of several classes, ties counting half.
 *
 * `ovo` with `macro` is Hand and Till's M, which does not depend on prevalence. Classes without rows are left out of the
 * average and named in `detail.undefined_classes` (scikit-learn gives NaN for `ovr` and says nothing for `ovo`); with
 * fewer than two classes present there is none (`one_class`). Interval: influences of all the areas together, so that
 * their dependence counts; logit scale.
 *
 * @throws {MetricInputError} for rows that are not distributions (`micro` and `ovr` compare across rows of one class
 *   only, so any scores will do there), NaN scores, `micro` with `ovo`
 */
export const multiclassRocAuc = smoothMetric<MulticlassSample, MulticlassAucOptions>({
  method: 'delong',
  scale: 'logit',
  range: [0, 1],
  length: ({ labels }) => labels.length,
  evaluate(sample, { comparison, average }) {
    if (comparison === 'ovo') requireDistributions(sample)
    else requireClasses(sample)
    const weights = classWeights(sample)
    const absent = [...weights.keys()].filter((c) => weights[c] === 0)
    const detail = absent.length > 0 ? { detail: { undefined_classes: absent.map(String) } } : {}
    if (absent.length >= sample.classes - 1) return { reason: 'one_class', ...detail }
    if (average === 'micro') return micro(sample)
    const areas = comparison === 'ovr' ? oneVersusRest(sample, weights) : onePerPair(sample, weights)
    return { ...averageOf(areas, sample, weights, average === 'weighted'), ...detail }
  },
})

/** An area over some of the rows, with the classes whose prevalence gives its share in a weighted average. */
interface Area {
  readonly value: number
  readonly of: readonly number[]
  influence(): Float64Array
}

function classWeights({ labels, weights, classes }: MulticlassSample): Float64Array {
  const total = new Float64Array(classes)
  for (let i = 0; i < labels.length; i++) total[labels[i]] += weightAt(weights, i)
  return total
}

function averageOf(areas: readonly Area[], sample: MulticlassSample, weights: Float64Array, weighted: boolean): Smooth {
  const share = areas.map(({ of }) => (weighted ? of.reduce((sum, c) => sum + weights[c], 0) : 1))
  const whole = share.reduce((a, b) => a + b, 0)
  const value = areas.reduce((sum, area, k) => sum + (share[k] * area.value) / whole, 0)
  return {
    value,
    influence() {
      const n = sample.labels.length
      const phi = new Float64Array(n)
      areas.forEach((area, k) => {
        const part = area.influence()
        for (let i = 0; i < n; i++) phi[i] += (share[k] * part[i]) / whole
      })
      if (!weighted) return phi
      const ofClass = Float64Array.from(weights, (_, c) =>
        areas.reduce((sum, area) => sum + (area.of.includes(c) ? area.value - value : 0), 0),
      )
      for (let i = 0; i < n; i++) phi[i] += (n * weightAt(sample.weights, i) * ofClass[sample.labels[i]]) / whole
      return phi
    },
  }
}

function oneVersusRest(sample: MulticlassSample, weights: Float64Array): Area[] {
  const everyRow = Uint32Array.from(sample.labels.keys())
  return [...weights.keys()].filter((c) => weights[c] > 0).map((c) => areaOf(sample, everyRow, c, c, [c]))
}

/** Hand and Till's A(i, j): the mean of ranking class i above j by the score of i, and j above i by the score of j. */
function onePerPair(sample: MulticlassSample, weights: Float64Array): Area[] {
  const present = [...weights.keys()].filter((c) => weights[c] > 0)
  return present.flatMap((a, k) =>
    present.slice(k + 1).map((b): Area => {
      const rows = Uint32Array.from(sample.labels.keys()).filter(
        (i) => sample.labels[i] === a || sample.labels[i] === b,
      )
      const [first, second] = [areaOf(sample, rows, a, a, [a, b]), areaOf(sample, rows, b, b, [a, b])]
      return {
        value: (first.value + second.value) / 2,
        of: [a, b],
        influence() {
          const [phi, other] = [first.influence(), second.influence()]
          return phi.map((value, i) => (value + other[i]) / 2)
        },
      }
    }),
  )
}

/** The area with which one class's score ranks that class's rows above the other given rows. */
function areaOf(
  sample: MulticlassSample,
  rows: Uint32Array,
  score: number,
  positive: number,
  of: readonly number[],
): Area {
  const { labels, probabilities, classes, weights } = sample
  const binary = orderByScore(
    Float64Array.from(rows, (i) => probabilities[i * classes + score]),
    Uint8Array.from(rows, (i) => (labels[i] === positive ? 1 : 0)),
    { weights: weights === undefined ? undefined : Float64Array.from(rows, (i) => weights[i]), keepRows: true },
  )
  const value = areaValue(binary)
  return {
    value,
    of,
    influence: () => spread(binary, value, labels.length, (position) => rows[position]),
  }
}

/** All rows and classes in one ranking: is this class that row's label? */
function micro(sample: MulticlassSample): Smooth | Absent {
  const { labels, probabilities, classes, weights } = sample
  const binary = orderByScore(
    probabilities,
    Uint8Array.from(probabilities, (_, cell) => (labels[Math.floor(cell / classes)] === cell % classes ? 1 : 0)),
    {
      weights:
        weights === undefined
          ? undefined
          : Float64Array.from(probabilities, (_, cell) => weights[Math.floor(cell / classes)]),
      keepRows: true,
    },
  )
  const value = areaValue(binary)
  return { value, influence: () => spread(binary, value, labels.length, (cell) => Math.floor(cell / classes)) }
}

function areaValue(binary: BinarySample): number {
  return rocAuc.estimate(binary, {}).value ?? Number.NaN
}

/** The influences of a binary sample's area, added up by the row that each position came from. */
function spread(binary: BinarySample, value: number, rows: number, rowOf: (position: number) => number): Float64Array {
  const part = aucInfluence(binary, totalsOf(binary), 1 - value)
  const phi = new Float64Array(rows)
  const positions = binary.rows
  if (positions === undefined) return phi
  for (let i = 0; i < part.length; i++) phi[rowOf(positions[i])] += (part[i] * rows) / part.length
  return phi
}
