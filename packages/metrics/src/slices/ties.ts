import type { BinarySample } from '../samples.ts'

/** Rows that are looked through at once. */
const blockRows = 4096

const known = new WeakMap<BinarySample, Uint32Array>()

/**
 * The tie groups of an order that have a positive and another row, as pairs: the first position and the one after the last.
 * Ties among negatives alone do not matter. Found once for all partitions of the order.
 */
export function tieGroups(order: BinarySample): Uint32Array {
  const before = known.get(order)
  if (before !== undefined) return before
  const { scores, labels } = order
  let groups = new Uint32Array(64)
  let length = 0
  let reached = 0
  const found = new Uint32Array(blockRows + 1)
  for (let from = 0; from < scores.length; from += blockRows) {
    const count = findTied(scores, labels, from, Math.min(from + blockRows, scores.length), found)
    for (let i = 0; i < count; i++) {
      if (found[i] < reached) continue
      if (length === groups.length) groups = withRoom(groups)
      groups[length++] = groupStart(scores, found[i])
      reached = groupEnd(scores, found[i])
      groups[length++] = reached
    }
  }
  const result = groups.slice(0, length)
  known.set(order, result)
  return result
}

/** The positives that are tied with a neighbour; returns how many. Written without a branch, which engines guess for the worse. */
function findTied(scores: Float64Array, labels: Uint8Array, from: number, to: number, found: Uint32Array): number {
  const last = scores.length - 1
  let count = 0
  for (let position = from; position < to; position++) {
    const score = scores[position]
    const below = position > 0 ? position - 1 : 1
    const above = position < last ? position + 1 : last - 1
    const tied = (scores[below] === score ? 1 : 0) | (scores[above] === score ? 1 : 0)
    found[count] = position
    count += tied & labels[position]
  }
  return count
}

function groupStart(scores: Float64Array, position: number): number {
  let first = position
  while (first > 0 && scores[first - 1] === scores[position]) first--
  return first
}

function groupEnd(scores: Float64Array, position: number): number {
  let end = position + 1
  while (end < scores.length && scores[end] === scores[position]) end++
  return end
}

function withRoom(groups: Uint32Array): Uint32Array<ArrayBuffer> {
  const wider = new Uint32Array(2 * groups.length)
  wider.set(groups)
  return wider
}
