import type { BinarySample, Metric, UndefinedReason } from '@sluice/metrics'
import { influenceUncertainty, type SummedInfluence } from '@sluice/stats'
import { scoreCells } from '../cells/score-cells.ts'
import { sumOverCells } from '../cells/sum-over-rows.ts'
import { absent, countsOf, present } from '../samples/counts.ts'
import { requireProbabilities } from '../samples/require-probabilities.ts'

/**
 * Spiegelhalter's z (1986): `Σ w (y − p)(1 − 2p) / √Σ w² (1 − 2p)² p (1 − p)`, how far the Brier score is from what it
 * would be were every probability right, in standard deviations. Standard normal for a calibrated model; positive where
 * probabilities are too extreme. Undefined (`zero_variance`) where every score is 0, ½ or 1.
 *
 * z grows with √rows: it says how certain miscalibration is, not how large. Interval: influences of numerator and
 * denominator, Student's t; cluster-robust with clusters.
 */
export const spiegelhalterZ: Metric<BinarySample, Record<never, never>> = {
  scale: 'identity',
  inference: 'mean',
  estimate(sample) {
    const counts = countsOf(sample)
    const sums = sumsOf(sample)
    if (typeof sums === 'string') return absent(counts, sums)
    const { clusters } = sample
    const { effectiveRows } = counts
    const setting = { method: clusters === undefined ? 'delta' : 'cluster_robust', clusters, effectiveRows }
    const uncertainty = influenceUncertainty(
      sums.z,
      summedInfluence(sample, sums) ?? influenceOf(sample, sums),
      setting,
    )
    return present(counts, sums.z, uncertainty ?? 'one row tells nothing of the spread')
  },
  influence(sample) {
    const sums = sumsOf(sample)
    return typeof sums === 'string' ? null : influenceOf(sample, sums)
  },
}

interface Sums {
  readonly excess: number
  readonly variance: number
  readonly z: number
}

function sumsOf(sample: BinarySample): Sums | UndefinedReason {
  requireProbabilities(sample)
  if (sample.scores.length === 0) return sample.leftOut ? 'zero_weight' : 'empty'
  const { excess, variance } = excessAndVariance(sample)
  return variance > 0 ? { excess, variance, z: excess / Math.sqrt(variance) } : 'zero_variance'
}

function excessAndVariance(sample: BinarySample): Pick<Sums, 'excess' | 'variance'> {
  const cells = scoreCells(sample)
  if (cells !== null) return { excess: sumOverCells(cells, excessOf), variance: sumOverCells(cells, varianceOf) }
  const { scores, labels, weights } = sample
  let excess = 0
  let variance = 0
  for (let i = 0; i < scores.length; i++) {
    const p = scores[i]
    const scaled = (weights === undefined ? 1 : weights[i]) * (1 - 2 * p)
    excess += scaled * (labels[i] - p)
    variance += scaled * scaled * p * (1 - p)
  }
  return { excess, variance }
}

function excessOf(p: number, _: number, label: number): number {
  return (1 - 2 * p) * (label - p)
}

function varianceOf(p: number, complement: number): number {
  return (1 - 2 * p) * (1 - 2 * p) * p * complement
}

/** Σφ² over the cells of independent rows: see {@link influenceOf}. */
function summedInfluence(sample: BinarySample, { excess, variance, z }: Sums): SummedInfluence | null {
  const cells = sample.clusters === undefined ? scoreCells(sample) : null
  if (cells === null) return null
  const rows = sample.labels.length
  const root = Math.sqrt(variance)
  const squares = sumOverCells(cells, (p, complement, label) => {
    const e = excessOf(p, complement, label) - excess / rows
    const v = varianceOf(p, complement) - variance / rows
    return (rows * (e / root - (z * v) / (2 * variance))) ** 2
  })
  return { rows, squares }
}

/** z = E / √V with E and V sums over rows: `φ = n [(e − E/n) / √V − E (v − V/n) / 2V^{3/2}]`. */
function influenceOf({ scores, labels, weights }: BinarySample, { excess, variance, z }: Sums): Float64Array {
  const rows = scores.length
  const root = Math.sqrt(variance)
  const phi = new Float64Array(rows)
  for (let i = 0; i < rows; i++) {
    const p = scores[i]
    const scaled = (weights === undefined ? 1 : weights[i]) * (1 - 2 * p)
    const e = scaled * (labels[i] - p) - excess / rows
    const v = scaled * scaled * p * (1 - p) - variance / rows
    phi[i] = rows * (e / root - (z * v) / (2 * variance))
  }
  return phi
}
