import {
  createRandom,
  effectiveSampleSize,
  jensenShannonDistance,
  type ProportionUncertainty,
  populationStabilityIndex,
  quantiles,
  totalVariation,
} from '@sluice/stats'
import { featureBins } from './feature-bins.ts'
import { type FeatureDrift, featureDrift } from './feature-drift.ts'
import type { Feature } from './shared-features.ts'

/** How well a golden set covers the distribution of one feature. */
export interface FeatureCoverage {
  readonly feature: string
  readonly kind: Feature['kind']
  readonly bins: readonly FeatureBin[]
  /** The share of production rows whose bin holds at least one golden row. */
  readonly coverage: number
  /** Over the draw of the production rows, the golden set taken as it is. */
  readonly uncertainty: ProportionUncertainty
  /** Golden rows whose value production does not know. */
  readonly unfamiliar: number
  readonly totalVariation: DistanceEstimate
  readonly jensenShannon: DistanceEstimate
  readonly psi: DistanceEstimate
  /** `null` where the golden set has no row in any bin. */
  readonly drift: FeatureDrift | null
}

export interface FeatureBin {
  readonly label: string
  /** Rows. */
  readonly production: number
  readonly golden: number
  /** The golden set's share of the bin, by weight where rows have one, unfamiliar rows left out. */
  readonly goldenShare: number
}

/** `null` where the golden set has no row in any bin. The limits are 95 % of a bootstrap of both tables. */
export interface DistanceEstimate {
  readonly value: number | null
  readonly lower: number | null
  readonly upper: number | null
}

export interface CoverageOptions {
  /** Weights of the golden rows, ≥ 0; they are what makes an over-sampled set look like production again. */
  readonly weights?: Float64Array | undefined
  /** Golden rows that a bin needs to be covered. Default 1. */
  readonly minimum?: number
  readonly seed: number | string
}

const replicates = 200

/**
 * Compares one feature of a golden set with production over bins that production sets (see `featureBins`). Distances are
 * biased upwards by small samples: a golden set of 100 rows drawn from production itself is not at 0.
 */
export function featureCoverage(
  feature: Feature,
  production: Float64Array,
  golden: Float64Array,
  { weights, minimum = 1, seed }: CoverageOptions,
): FeatureCoverage {
  const bins = featureBins(feature, production)
  const size = bins.labels.length
  const theirs = new Float64Array(size)
  for (let i = 0; i < production.length; i++) theirs[bins.binOf(production[i])]++
  const ours = new Float64Array(size)
  const weight = new Float64Array(size)
  let unfamiliar = 0
  for (let i = 0; i < golden.length; i++) {
    const bin = bins.binOf(golden[i])
    if (bin < 0) unfamiliar++
    else {
      ours[bin]++
      weight[bin] += weights?.[i] ?? 1
    }
  }
  let covered = 0
  for (let b = 0; b < size; b++) if (ours[b] >= minimum) covered += theirs[b]
  const total = weight.reduce((a, b) => a + b, 0)
  return {
    feature: feature.name,
    kind: feature.kind,
    bins: bins.labels.map((label, b) => ({
      label,
      production: theirs[b],
      golden: ours[b],
      goldenShare: total === 0 ? 0 : weight[b] / total,
    })),
    coverage: covered / production.length,
    uncertainty: { kind: 'proportion', method: 'wilson', successes: covered, trials: production.length },
    unfamiliar,
    ...distances(theirs, ours, weight, seed),
    drift: featureDrift(
      theirs,
      weight,
      weights === undefined ? golden.length - unfamiliar : effectiveSampleSize(weights),
    ),
  }
}

const measures = { totalVariation, jensenShannon: jensenShannonDistance, psi: populationStabilityIndex }
type Distances = Readonly<Record<keyof typeof measures, DistanceEstimate>>

/** Each distance with percentile limits of a Poisson bootstrap of the bins' rows. */
function distances(theirs: Float64Array, ours: Float64Array, weight: Float64Array, seed: number | string): Distances {
  const names = Object.keys(measures) as (keyof typeof measures)[]
  const none: DistanceEstimate = { value: null, lower: null, upper: null }
  if (weight.every((w) => w === 0)) return { totalVariation: none, jensenShannon: none, psi: none }
  const random = createRandom(`${seed}`)
  const drawn = names.map((): number[] => [])
  for (let replicate = 0; replicate < replicates; replicate++) {
    const p = theirs.map((rows) => random.poisson(rows))
    const q = ours.map((rows, b) => (rows === 0 ? 0 : (weight[b] * random.poisson(rows)) / rows))
    if (q.every((w) => w === 0) || p.every((w) => w === 0)) continue
    names.forEach((name, m) => {
      drawn[m].push(measures[name](p, q))
    })
  }
  const estimates = names.map((name, m): DistanceEstimate => {
    const ends = quantiles(drawn[m], [0.025, 0.975])
    return { value: measures[name](theirs, weight), lower: ends?.[0] ?? null, upper: ends?.[1] ?? null }
  })
  return Object.fromEntries(names.map((name, m) => [name, estimates[m]])) as Distances
}
