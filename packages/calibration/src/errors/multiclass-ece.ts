import type { BinarySample, Metric, MulticlassSample } from '@sluice/metrics'
import { addSignedResiduals, type BinNoise, binNoise } from '../bins/bin-noise.ts'
import { type BinStatistics, binStatistics } from '../bins/bin-statistics.ts'
import { binnedEstimate, withoutBins } from '../bins/binned-error.ts'
import type { BinningOptions } from '../bins/cut-into-bins.ts'
import { classSample } from '../samples/multiclass-samples.ts'
import { ece, shareOfRows } from './ece.ts'
import { meanByPosition, ofTopLabel, withoutPositives } from './top-label.ts'

/** Top-label calibration error: {@link ece} of the confidence in the predicted class. See {@link ofTopLabel}. */
export const topLabelEce: Metric<MulticlassSample, BinningOptions> = ofTopLabel(ece)

/**
 * Classwise calibration error: the mean over the declared classes of each one's one-versus-rest {@link ece} (Kull et
 * al. 2019). A class without rows is judged too: its predictions should be near 0. All classes use the same rows, so
 * the interval widens by how their bins vary together.
 */
export const classwiseEce: Metric<MulticlassSample, BinningOptions> = {
  scale: 'identity',
  estimate(sample, options) {
    const parts = classParts(sample, options)
    const none = withoutBins(parts[0].statistics, { scores: sample.probabilities })
    if (none !== null) return withoutPositives(none)
    const noise = { ...stack(parts.map((part) => part.noise)), acrossBins: acrossClasses(parts, sample) }
    const factors = Float64Array.from(
      parts.flatMap(({ statistics }) => [...shareOfRows(statistics).factors].map((share) => share / sample.classes)),
    )
    return withoutPositives(binnedEstimate(noise, { power: 1, shares: true, factors }, parts[0].statistics, sample))
  },
  influence(sample, options) {
    const binaries = Array.from({ length: sample.classes }, (_, c) => classSample(sample, c))
    const phis = binaries.map((binary) => ece.influence?.(binary, options) ?? null)
    if (phis.some((phi) => phi === null)) return null
    return meanByPosition(phis as Float64Array[], binaries, sample.labels.length)
  },
}

interface ClassPart {
  readonly binary: BinarySample
  readonly statistics: BinStatistics
  readonly noise: BinNoise
}

function classParts(sample: MulticlassSample, options: BinningOptions): ClassPart[] {
  return Array.from({ length: sample.classes }, (_, c) => {
    const binary = classSample(sample, c)
    const statistics = binStatistics(binary, options)
    return { binary, statistics, noise: binNoise(statistics, binary) }
  })
}

function stack(noises: readonly BinNoise[]): Omit<BinNoise, 'acrossBins'> {
  const join = (pick: (noise: BinNoise) => Float64Array) =>
    Float64Array.from(noises.flatMap((noise) => [...pick(noise)]))
  return {
    difference: join((noise) => noise.difference),
    standardError: join((noise) => noise.standardError),
    above: join((noise) => noise.above),
    predicted: join((noise) => noise.predicted),
    perRate: join((noise) => noise.perRate),
    jump: join((noise) => noise.jump),
    unanimous: join((noise) => noise.unanimous),
  }
}

/** Variance of the signed sum over all classes' bins, each unit (a cluster, or else a row) once, over that of its parts. */
function acrossClasses(parts: readonly ClassPart[], { clusters, labels }: MulticlassSample): number {
  const units = clusters === undefined ? labels.length : clusters.reduce((most, c) => Math.max(most, c), -1) + 1
  const together = new Float64Array(units)
  let apart = 0
  for (const { binary, statistics, noise } of parts) {
    const unitOf = binary.clusters ?? binary.rows
    if (unitOf !== undefined) apart += addSignedResiduals(together, unitOf, statistics, binary, noise.difference)
  }
  const sum = together.reduce((total, value) => total + value * value, 0)
  return apart > 0 ? Math.max(1, sum / apart) : 1
}
