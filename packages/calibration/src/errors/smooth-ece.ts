import type { BinarySample, Metric } from '@sluice/metrics'
import { robustStandardError } from '@sluice/stats'
import { holdsOneCluster } from '../bins/bin-noise.ts'
import { confidenceDistribution, expectedNorm } from '../bins/confidence-distribution.ts'
import { absent, countsOf, present } from '../samples/counts.ts'
import { requireProbabilities } from '../samples/require-probabilities.ts'
import { type SmoothError, smoothError } from './smoothing/fixed-point.ts'
import { cosineCoefficients } from './smoothing/fourier.ts'
import { powerOfTwo, smoothedAt } from './smoothing/reflected-gaussian.ts'
import { smoothNoise } from './smoothing/smooth-noise.ts'

/**
 * Smooth calibration error (Błasiok & Nakkiran 2023): `∫₀¹ |1/W Σ w (y − p) K_σ(t, p)| dt` with a Gaussian kernel
 * reflected at 0 and 1, at the bandwidth σ that equals the error. From 0 to 1; no bins to choose, continuous in the
 * scores, and within a constant factor of the distance to the nearest calibrated model.
 *
 * Rows are laid on a grid and convolved by Fourier transform: linear in the rows, values to about 10⁻⁴ of themselves. Weights are
 * sampling weights; without rows, or without weight, it is undefined.
 *
 * Biased upwards near 0 like every calibration error: `detail.expectedIfCalibrated` is what a calibrated model would
 * measure here, `detail.biasCorrected` the value less its estimated bias. The interval is that of a binned error whose
 * bins are the kernel's (see `confidenceDistribution`), at the bandwidth found. `influence` takes signs as known.
 */
export const smoothEce: Metric<BinarySample, Record<never, never>> = {
  scale: 'identity',
  estimate(sample) {
    requireProbabilities(sample)
    const counts = countsOf(sample)
    if (!(counts.weight > 0)) return absent(counts, sample.leftOut || counts.rows > 0 ? 'zero_weight' : 'empty')
    const solved = smoothError(sample)
    if (solved.value === 0) return present(counts, 0, 'all residuals cancel')
    if (holdsOneCluster(sample)) return present(counts, solved.value, 'one cluster holds all rows')
    const bandwidth = Math.max(1e-4, solved.value)
    const { noise, norm } = smoothNoise(solved.grid, bandwidth, designEffect(sample, solved))
    const expectedIfCalibrated = expectedNorm(noise, norm, 0)
    const biasCorrected = Math.max(0, 2 * solved.value - expectedNorm(noise, norm, 1))
    return present(counts, solved.value, confidenceDistribution(noise, norm), { expectedIfCalibrated, biasCorrected })
  },
  influence(sample) {
    requireProbabilities(sample)
    return countsOf(sample).weight > 0 ? influenceOf(sample, smoothError(sample)) : null
  },
}

/** How much more clusters let the error vary than independent rows would; 1 without clusters. */
function designEffect(sample: BinarySample, solved: SmoothError): number {
  if (sample.clusters === undefined) return 1
  const phi = influenceOf(sample, solved)
  const clustered = robustStandardError(phi, sample.clusters)
  const rowwise = robustStandardError(phi)
  if (clustered === null || rowwise === null || rowwise.standardError === 0) return 1
  return Math.max(1, (clustered.standardError / rowwise.standardError) ** 2)
}

/**
 * `φ = (n/W) w (y − p) g(p) − error`, over 1 − slope since the bandwidth follows the error; g is the sign of the smoothed
 * residuals, smoothed once more.
 */
function influenceOf(sample: BinarySample, { grid, value, slope }: SmoothError): Float64Array {
  const { scores, labels, weights } = sample
  const rows = scores.length
  const phi = new Float64Array(rows)
  if (value === 0) return phi
  const cells = powerOfTwo(32 / value, 16_384)
  const [residual] = grid.smoothed(value, cells)
  const signs = signsBetween(residual)
  const [leaning] = smoothedAt(cosineCoefficients(signs, new Float64Array(cells + 1)), value, cells)
  const { weight } = countsOf(sample)
  let mean = 0
  for (let i = 0; i < rows; i++) {
    const at = scores[i] * cells
    const below = Math.min(cells - 1, Math.floor(at))
    const g = leaning[below] + (at - below) * (leaning[below + 1] - leaning[below])
    phi[i] = ((weights === undefined ? 1 : weights[i]) * rows * (labels[i] - scores[i]) * g) / weight
    mean += phi[i] / rows
  }
  for (let i = 0; i < rows; i++)
    phi[i] = (phi[i] - (mean * ((weights === undefined ? 1 : weights[i]) * rows)) / weight) / (1 - slope)
  return phi
}

/** The sign around each grid point, a part of it where the line through its neighbours crosses 0 there; over the cells. */
function signsBetween(values: Float64Array): Float64Array {
  const cells = values.length - 1
  return values.map((value, j) => {
    const reach = Math.abs(values[Math.min(cells, j + 1)] - values[Math.max(0, j - 1)]) / 4
    const sign = reach > Math.abs(value) ? value / reach : Math.sign(value)
    return (sign / cells) * (j === 0 || j === cells ? 0.5 : 1)
  })
}
