import { corpReliability, reliabilityCurve } from '@sluice/calibration'
import type { BinarySample } from '@sluice/metrics'
import type { ReliabilityEvidence } from './calibration-evidence.ts'

/** How finely a screen shows it. */
export interface ReliabilityDetail {
  readonly bins: number
  /** Points of the CORP curve and of its band, at most. */
  readonly points: number
  readonly replicates: number
  /** Of neighbouring scores, over which the band is drawn. */
  readonly groups: number
  readonly histogramBins: number
}

export const ofAllRows: ReliabilityDetail = { bins: 15, points: 60, replicates: 100, groups: 128, histogramBins: 40 }
export const ofOneSlice: ReliabilityDetail = { bins: 8, points: 12, replicates: 40, groups: 64, histogramBins: 20 }

const digits = 4

/** The reliability of a sample of probabilities, thinned and rounded to what can be seen. */
export function drawReliability(
  sample: BinarySample,
  { bins, points, replicates, groups, histogramBins }: ReliabilityDetail,
  seed: number,
): Omit<ReliabilityEvidence, 'partition' | 'slice'> {
  const binned = reliabilityCurve(sample, { bins, strategy: 'quantile', level: 0.95 })
  const { blocks, band } = corpReliability(sample, { level: 0.95, seed, replicates, points, groups })
  const ends = blocks.flatMap(({ from, to, observed }) =>
    from === to
      ? [{ at: from, observed }]
      : [
          { at: from, observed },
          { at: to, observed },
        ],
  )
  const corp = thinned(ends, points)
  return {
    rows: sample.labels.length,
    bins: {
      predicted: binned.map((bin) => rounded(bin.predicted)),
      observed: binned.map((bin) => rounded(bin.observed)),
      lower: binned.map((bin) => rounded(bin.lower)),
      upper: binned.map((bin) => rounded(bin.upper)),
      rows: binned.map((bin) => bin.rows),
    },
    corp: {
      score: corp.map(({ at }) => rounded(at)),
      observed: corp.map(({ observed }) => rounded(observed)),
      band: {
        score: band.map(({ score }) => rounded(score)),
        lower: band.map(({ lower }) => rounded(lower)),
        upper: band.map(({ upper }) => rounded(upper)),
      },
    },
    histogram: histogramOf(sample, histogramBins),
  }
}

/** At most so many, evenly spread over the scores: the first and the last, and the one that each step along the axis reaches. */
function thinned<Point extends { readonly at: number }>(all: readonly Point[], most: number): readonly Point[] {
  if (all.length <= most) return all
  const [from, to] = [all[0]!.at, all[all.length - 1]!.at]
  const kept = [all[0]!]
  for (let i = 1; i < all.length - 1; i++) {
    const step = from + (kept.length * (to - from)) / (most - 1)
    if (kept.length < most - 1 && all[i]!.at >= step) kept.push(all[i]!)
  }
  return [...kept, all[all.length - 1]!]
}

/** By weight; 1 itself is in the last bin. */
function histogramOf({ scores, weights }: BinarySample, bins: number): number[] {
  const shares = new Float64Array(bins)
  let total = 0
  for (let i = 0; i < scores.length; i++) {
    const weight = weights === undefined ? 1 : weights[i]!
    shares[Math.min(bins - 1, Math.floor(scores[i]! * bins))]! += weight
    total += weight
  }
  return Array.from(shares, (share) => rounded(total === 0 ? 0 : share / total))
}

function rounded(value: number): number {
  return Number(value.toPrecision(digits))
}
