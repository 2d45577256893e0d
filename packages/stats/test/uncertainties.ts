import fc from 'fast-check'
import { resampledUncertainty, type Uncertainty } from '../src/index.ts'
import { createRandom } from '../src/random.ts'

/** An estimate with an uncertainty that may belong to it. */
export interface Uncertain {
  readonly value: number
  readonly uncertainty: Uncertainty
}

const proportion = fc
  .record({
    method: fc.constantFrom('wilson' as const, 'clopper_pearson' as const),
    trials: fc.oneof(fc.integer({ min: 1, max: 400 }), fc.double({ min: 1, max: 400, noNaN: true })),
    share: fc.oneof(fc.constantFrom(0, 1), fc.double({ min: 0.001, max: 0.999, noNaN: true })),
    whole: fc.boolean(),
  })
  .map(({ method, trials, share, whole }): Uncertain => {
    const n = whole ? Math.round(trials) : trials
    const successes = share === 1 ? n : whole ? Math.round(n * share) : n * share
    return { value: successes / n, uncertainty: { kind: 'proportion', method, successes, trials: n } }
  })

const SUPPORT = { identity: [-3, 3], logit: [0.02, 0.98], log: [0.05, 20], fisher_z: [-0.95, 0.95] } as const

const EDGE_DISTANCE = {
  logit: (v: number) => Math.min(v, 1 - v),
  log: (v: number) => v,
  fisher_z: (v: number) => 1 - Math.abs(v),
} as const

const normal = fc
  .record({
    scale: fc.constantFrom('identity' as const, 'logit' as const, 'log' as const, 'fisher_z' as const),
    place: fc.double({ min: 0, max: 1, noNaN: true }),
    // In units of the distance to the nearer end of the support, so that no end rounds to the edge of its scale.
    spread: fc.double({ min: 0.001, max: 0.5, noNaN: true }),
    degreesOfFreedom: fc.oneof(fc.constant(null), fc.integer({ min: 3, max: 500 })),
    cut: fc.boolean(),
  })
  .map(({ scale, place, spread, degreesOfFreedom, cut }): Uncertain => {
    const [low, high] = SUPPORT[scale]
    const value = low + place * (high - low)
    const standardError = spread * (scale === 'identity' ? 1 : EDGE_DISTANCE[scale](value))
    const range = cut ? ([value - 0.4, value + 0.2] as const) : undefined
    return {
      value,
      uncertainty: {
        kind: 'normal',
        method: 'delta',
        scale,
        standardError,
        degreesOfFreedom,
        ...(range === undefined ? {} : { range }),
      },
    }
  })

const resampled = fc
  .record({
    seed: fc.integer({ min: 0, max: 1e6 }),
    ties: fc.boolean(),
    method: fc.constantFrom('percentile' as const, 'bca' as const),
    skew: fc.double({ min: -0.3, max: 0.3, noNaN: true }),
    shift: fc.double({ min: -0.3, max: 0.3, noNaN: true }),
  })
  .map(({ seed, ties, method, skew, shift }): Uncertain => {
    const random = createRandom(seed)
    const draw = () => random.normal() / 10
    const replicates = Array.from({ length: 999 }, () => (ties ? Math.round(draw() * 20) / 20 : draw()))
    const uncertainty = resampledUncertainty(replicates, { estimate: shift / 10, method })!
    const acceleration = method === 'bca' ? skew : 0
    return { value: shift / 10, uncertainty: { ...uncertainty, acceleration } }
  })

const orderedPairs = fc.record({ value: fc.constantFrom(0, 1), pairs: fc.integer({ min: 1, max: 500 }) }).map(
  ({ value, pairs }): Uncertain => ({
    value,
    uncertainty: { kind: 'ordered_pairs', method: 'ordered_pairs', pairs },
  }),
)

export const arbitraryUncertain = { proportion, normal, resampled, ordered_pairs: orderedPairs }
