import type { BinarySample } from '@sluice/metrics'

/** The positions that `keep` names, in their order: an ordered sample stays one. */
export function subsetOf(
  { scores, labels, weights, clusters, rows }: BinarySample,
  keep: (position: number) => boolean,
): BinarySample {
  const positions = positionsOf(labels.length, keep)
  const pick = <Column extends Float64Array | Uint8Array | Uint32Array>(column: Column, into: Column): Column => {
    for (let i = 0; i < positions.length; i++) into[i] = column[positions[i]]
    return into
  }
  const kept = pick(labels, new Uint8Array(positions.length))
  return {
    scores: pick(scores, new Float64Array(positions.length)),
    labels: kept,
    positives: kept.reduce((a, b) => a + b, 0),
    weights: weights && pick(weights, new Float64Array(positions.length)),
    clusters: clusters && pick(clusters, new Uint32Array(positions.length)),
    rows: rows && pick(rows, new Uint32Array(positions.length)),
  }
}

export function positionsOf(length: number, keep: (position: number) => boolean): number[] {
  const positions: number[] = []
  for (let i = 0; i < length; i++) if (keep(i)) positions.push(i)
  return positions
}
