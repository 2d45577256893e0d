import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { conformalQuantile, fitPredictionSets, predictionSets, weightedConformalQuantile } from '../../src/index.ts'

interface Case {
  readonly id: string
  readonly metric: string
  readonly data: string | { readonly w: readonly number[]; readonly wTest: number }
  readonly params: { readonly alpha: number; readonly score?: 'lac' | 'aps' }
  readonly expect: unknown
}

const { datasets, cases } = JSON.parse(readFileSync(new URL('../vectors/conformal.json', import.meta.url), 'utf8')) as {
  datasets: { calreg: { s: number[] }; mc: { y: number[]; p: number[][] } }
  cases: readonly Case[]
}
const of = (metric: string) => cases.filter((one) => one.metric === metric)

describe('reference values', () => {
  test.each(of('conformalQuantile'))('$id', ({ params, expect: expected }) => {
    expect(conformalQuantile(datasets.calreg.s, params.alpha)).toBe(Number(expected))
  })

  test.each(of('weightedConformalQuantile'))('$id', ({ data, params, expect: expected }) => {
    const { w, wTest } = data as { w: number[]; wTest: number }
    // The weights belong to the scores in ascending order.
    const sorted = [...datasets.calreg.s].sort((a, b) => a - b)
    expect(weightedConformalQuantile(sorted, w, wTest, params.alpha)).toBe(expected)
  })

  test.each(of('conformalSets'))('$id', ({ params, expect: expected }) => {
    const { y, p } = datasets.mc
    const sample = { labels: y, probabilities: Float64Array.from(p.flat()), classes: 4 }
    const fitted = fitPredictionSets(sample, { alpha: params.alpha, score: { kind: params.score! } })
    const { qhat, sets } = expected as { qhat: number; sets: number[][] }
    expect(fitted.thresholds[0]!.threshold).toBeCloseTo(qhat, 12)
    const { members } = predictionSets(fitted, sample)
    const found = sets.map((_, row) => [0, 1, 2, 3].filter((k) => members[4 * row + k] === 1))
    expect(found).toEqual(sets)
  })
})
