import type { BinarySample } from '@sluice/metrics'
import { NODES, type ScoreCells } from './score-cells.ts'

/** What a row adds to a sum: smooth in the score, of which 1 is told apart from scores near it by the complement, 1 − score. */
export type RowTerm = (score: number, complement: number, label: number) => number

/** The sum over all rows of a sample, from its cells. */
export function sumOverCells({ nodes }: ScoreCells, term: RowTerm): number {
  return sumOverNodes(nodes, 0, nodes.score.length, term)
}

/** The sum over the rows `from` to `to` of a sample: those of whole cells from these, those at either end one by one. */
export function sumOverRows(sample: BinarySample, cells: ScoreCells, from: number, to: number, term: RowTerm): number {
  const { starts, nodes } = cells
  const first = cellFrom(starts, from)
  const last = cellFrom(starts, to + 1) - 1
  if (first >= last) return sumOneByOne(sample, from, to, term)
  return (
    sumOneByOne(sample, from, starts[first], term) +
    sumOverNodes(nodes, first * NODES, last * NODES, term) +
    sumOneByOne(sample, starts[last], to, term)
  )
}

/** The first cell that begins at or after a position; after the last cell stands the end of the sample. */
export function cellFrom(starts: Uint32Array, position: number): number {
  let low = 0
  let high = starts.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (starts[middle] < position) low = middle + 1
    else high = middle
  }
  return low
}

function sumOverNodes(
  { score, complement, negative, positive }: ScoreCells['nodes'],
  from: number,
  to: number,
  term: RowTerm,
): number {
  let total = 0
  for (let j = from; j < to; j++) {
    total += negative[j] * term(score[j], complement[j], 0) + positive[j] * term(score[j], complement[j], 1)
  }
  return total
}

function sumOneByOne({ scores, labels }: BinarySample, from: number, to: number, term: RowTerm): number {
  let total = 0
  for (let i = from; i < to; i++) total += term(scores[i], 1 - scores[i], labels[i])
  return total
}
