import { describe, expect, test } from 'vitest'
import { describeGoldenSet, featureCoverage } from '../../src/index.ts'
import { tables } from './golden-tables.ts'

const options = { seed: 1, except: ['id', 'mixed'] }

describe('a golden set beside production', () => {
  test('covers what its rows fall into, bin by bin', async () => {
    const { source } = await tables()
    const { features, rows, productionRows } = await describeGoldenSet(source('golden'), source('production'), options)
    expect([rows, productionRows]).toEqual([60, 2000])
    const region = features.find(({ feature }) => feature === 'region')!
    expect(region.bins.map(({ label, production, golden }) => [label, production, golden])).toEqual([
      ['east', 500, 30],
      ['north', 500, 30],
      ['south', 500, 0],
      ['west', 500, 0],
    ])
    expect([region.coverage, region.totalVariation.value]).toEqual([0.5, 0.5])
    const amount = features.find(({ feature }) => feature === 'amount')!
    expect(amount.bins).toHaveLength(20)
    expect(amount.bins[0]).toMatchObject({ label: '[0, 100)', production: 100 })
    // Its amounts end at 599, and one lies above production's greatest.
    expect([amount.coverage, amount.unfamiliar]).toEqual([0.3, 1])
    const { lower, value, upper } = amount.jensenShannon
    expect(lower!).toBeLessThan(value!)
    expect(value!).toBeLessThan(upper!)
  })

  test('counts slices against what production would bring, quantiles cut as there', async () => {
    const { source } = await tables()
    const slices = [
      { kind: 'value', name: 'region', column: 'region' },
      { kind: 'quantiles', name: 'amount', column: 'amount', quantiles: 4 },
      { kind: 'where', name: 'large', where: 'amount >= 1900' },
      { kind: 'windows', name: 'recent', column: 'day', windows: { last: '30d' } },
    ] as const
    const description = await describeGoldenSet(source('golden'), source('production'), { ...options, slices })
    expect(
      description.slices.map(({ slice, production, golden, expected }) => [slice, production, golden, expected]),
    ).toEqual([
      ['region=east', 500, 30, 15],
      ['region=north', 500, 30, 15],
      ['region=south', 500, 0, 15],
      ['region=west', 500, 0, 15],
      ['amount=[0, 500)', 500, 50, 15],
      ['amount=[500, 1000)', 500, 9, 15],
      ['amount=[1000, 1500)', 500, 0, 15],
      ['amount=[1500, 1999]', 500, 1, 15],
      ['large', 100, 1, 3],
    ])
    expect(description.notes.join()).toMatch(/cannot be compared with production: recent/)
  })

  test('finds repeated rows and rows that training knows', async () => {
    const { source } = await tables()
    const description = await describeGoldenSet(source('golden'), source('production'), {
      ...options,
      apartFrom: [source('train')],
    })
    const count = (flags: Uint8Array) => flags.reduce((a, b) => a + b, 0)
    expect(count(description.repeats().exact)).toBe(0)
    // Amounts of one region are 20 apart, and 90 % of production's span 1 800.
    expect(count(description.repeats().near)).toBe(0)
    expect(count(description.repeats({ tolerance: 0.0112 }).near)).toBe(57)
    const leaks = description.leaks({ tolerance: 0.001 })!
    expect([count(leaks.exact), count(leaks.near)]).toEqual([5, 8])
    expect((await describeGoldenSet(source('golden'), source('production'), options)).leaks()).toBeNull()
  })

  test('weights turn an over-sampled set back', () => {
    const feature = { name: 'f', kind: 'category', labels: ['a', 'b'] } as const
    const production = Float64Array.from({ length: 1000 }, (_, i) => (i < 900 ? 0 : 1))
    const golden = Float64Array.from({ length: 20 }, (_, i) => (i < 10 ? 0 : 1))
    const weights = golden.map((code) => (code === 0 ? 90 : 10))
    expect(featureCoverage(feature, production, golden, { seed: 1 }).totalVariation.value).toBeCloseTo(0.4, 12)
    expect(featureCoverage(feature, production, golden, { seed: 1, weights }).totalVariation.value).toBeCloseTo(0, 12)
  })

  test('missing values are a bin where production has some', () => {
    const feature = { name: 'f', kind: 'number', labels: [] } as const
    const { bins, unfamiliar } = featureCoverage(feature, Float64Array.of(1, Number.NaN), Float64Array.of(1, 7), {
      seed: 1,
    })
    expect(bins.map(({ label, golden }) => [label, golden])).toEqual([
      ['1', 1],
      ['missing', 0],
    ])
    expect(unfamiliar).toBe(1)
  })
})

describe('what cannot be compared is refused', () => {
  test.each([
    [['regoin'], /no column "regoin"/, 'Did you mean "region"?'],
    [['mixed'], /is number in 'production' and text in 'golden'/, 'Cast it'],
  ])('features %s', async (features, message, hint) => {
    const { source } = await tables()
    const error = await describeGoldenSet(source('golden'), source('production'), { ...options, features }).catch(
      (e) => e,
    )
    expect(error.message).toMatch(message)
    expect(error.hint).toContain(hint)
  })

  test('tables that share nothing', async () => {
    const { source } = await tables()
    const error = await describeGoldenSet(source('strange'), source('production'), options).catch((e) => e)
    expect(error).toMatchObject({ code: 'missing-column' })
    expect(error.message).toMatch(/share no column/)
  })
})
