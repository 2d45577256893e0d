import type { BinarySample } from '@sluice/metrics'
import { type ScoreCells, scoreCells } from '../cells/score-cells.ts'
import { logit } from '../logistic/logit.ts'
import { logitsOf } from './sample-logits.ts'

/** With more rows than this a fit of neighbouring rows joined saves most of the steps over all of them. */
const JOIN_FROM = 16_384
const JOINED_ROWS = 4096

/** Means of neighbouring rows: logit, share of positives, and weight. */
export interface JoinedRows {
  readonly mean: Float64Array
  readonly share: Float64Array
  readonly weight: Float64Array
}

const known = new WeakMap<BinarySample, JoinedRows | null>()

/** Neighbours joined, so that a fit of them is one or two steps from that of all rows; `null` where rows are few. */
export function joinNeighbours(sample: BinarySample): JoinedRows | null {
  const before = known.get(sample)
  if (before !== undefined) return before
  const cells = scoreCells(sample)
  const joined = cells === null ? joinRows(sample) : joinCells(cells)
  known.set(sample, joined)
  return joined
}

function joinCells({ starts, positives, predicted }: ScoreCells): JoinedRows {
  const weight = Float64Array.from(positives, (_, c) => starts[c + 1] - starts[c])
  return {
    mean: predicted.map((sum, c) => logit(sum / weight[c])),
    share: positives.map((sum, c) => sum / weight[c]),
    weight,
  }
}

function joinRows(sample: BinarySample): JoinedRows | null {
  const { labels, weights } = sample
  const rows = labels.length
  if (rows < JOIN_FROM) return null
  const z = logitsOf(sample)
  const each = Math.ceil(rows / JOINED_ROWS)
  const groups = Math.ceil(rows / each)
  const [mean, share, weight] = [0, 1, 2].map(() => new Float64Array(groups))
  for (let g = 0; g < groups; g++) {
    const [from, to] = [g * each, Math.min(rows, (g + 1) * each)]
    const [total, sum, positive] = sumsOf(z, labels, weights, from, to)
    weight[g] = total
    mean[g] = sum / total
    share[g] = positive / total
  }
  return { mean, share, weight }
}

function sumsOf(
  z: Float64Array,
  labels: Uint8Array,
  weights: Float64Array | undefined,
  from: number,
  to: number,
): [number, number, number] {
  let [total, sum, positive] = [0, 0, 0]
  for (let i = from; i < to; i++) {
    const w = weights === undefined ? 1 : weights[i]
    total += w
    sum += w * z[i]
    positive += w * labels[i]
  }
  return [total, sum, positive]
}
