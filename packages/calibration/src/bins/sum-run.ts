import { type BinarySample, prefetch } from '@sluice/metrics'
import type { ScoreCells } from '../cells/score-cells.ts'
import { cellFrom } from '../cells/sum-over-rows.ts'

/** Rows that are summed at once. */
const blockRows = 4096

/** Σy, Σp and Σp² over the rows `from` to `to` of an order, each of weight 1; of whole cells where there are some. */
export function sumRun(
  sample: BinarySample,
  cells: ScoreCells | null,
  from: number,
  to: number,
): readonly [positives: number, predicted: number, squares: number] {
  const sums = new Float64Array(3)
  const first = cells === null ? 0 : cellFrom(cells.starts, from)
  const last = cells === null ? 0 : cellFrom(cells.starts, to + 1) - 1
  if (cells === null || first >= last) addRows(sample, from, to, sums)
  else {
    addRows(sample, from, cells.starts[first], sums)
    addCells(cells, first, last, sums)
    addRows(sample, cells.starts[last], to, sums)
  }
  return [sums[0], sums[1], sums[2]]
}

function addCells({ positives, predicted, squares }: ScoreCells, from: number, to: number, sums: Float64Array): void {
  for (let c = from; c < to; c++) {
    sums[0] += positives[c]
    sums[1] += predicted[c]
    sums[2] += squares[c]
  }
}

function addRows(sample: BinarySample, from: number, to: number, sums: Float64Array): void {
  for (let first = from; first < to; first += blockRows) {
    const last = Math.min(first + blockRows, to)
    prefetch(sample.scores, first, last)
    addBlock(sample, first, last, sums)
  }
}

/** Two accumulators a sum: they halve the chain of dependent additions, which is what bounds this loop. */
function addBlock({ scores, labels }: BinarySample, from: number, to: number, sums: Float64Array): void {
  let [positives, first, second, firstSquares, secondSquares] = [0, 0, 0, 0, 0]
  const whole = to - ((to - from) % 2)
  for (let i = from; i < whole; i += 2) {
    const p = scores[i]
    const q = scores[i + 1]
    positives += labels[i] + labels[i + 1]
    first += p
    second += q
    firstSquares += p * p
    secondSquares += q * q
  }
  if (whole < to) {
    positives += labels[whole]
    first += scores[whole]
    firstSquares += scores[whole] * scores[whole]
  }
  sums[0] += positives
  sums[1] += first + second
  sums[2] += firstSquares + secondSquares
}
