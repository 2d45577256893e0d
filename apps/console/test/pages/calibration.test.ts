import type { CalibratedEvidence, CalibrationEvidence } from '@sluice/gates'
import { describe, expect, test } from 'vitest'
import { calibratorInPolicy, calibratorName } from '../../src/pages/calibration/calibrator-name.ts'
import { chosenSample, reliabilityOf } from '../../src/pages/calibration/chosen-sample.ts'
import { shownSeries } from '../../src/pages/calibration/shown-series.ts'

const none = { value: null, lower: null, upper: null }
const reliability = (slice?: string) => ({
  ...(slice !== undefined && { partition: 'sex', slice }),
  rows: 100,
  bins: { predicted: [0.5], observed: [0.4], lower: [0.3], upper: [0.5], rows: [100] },
  corp: { score: [0.5], observed: [0.4], band: { score: [0.5], lower: [0.4], upper: [0.6] } },
  histogram: [0, 1],
})

function method(name: string, logLoss: number | null, slices = ['sex=1']): CalibratedEvidence {
  if (logLoss === null)
    return { method: name, leftOut: 'too few', quality: null, change: null, decomposition: null, reliability: [] }
  const quality = { logLoss: { ...none, value: logLoss }, brier: none, ece: none, smoothEce: none }
  return {
    method: name,
    quality,
    change: null,
    decomposition: null,
    reliability: [undefined, ...slices].map(reliability),
  }
}

function section(over: Partial<CalibrationEvidence> = {}): CalibrationEvidence {
  return {
    dataset: 'test',
    model: 'candidate',
    of: 'positive',
    rows: 100,
    ofRows: 100,
    fitting: { dataset: 'validation', rows: 50, crossFitted: false },
    applied: null,
    choice: null,
    methods: [method('identity', 0.5), method('platt', 0.4), method('beta', 0.3), method('isotonic', null)],
    notes: [],
    ...over,
  }
}

describe('the chosen sample', () => {
  const chosen = (over: Partial<CalibrationEvidence>, asked = {}) => chosenSample([section(over)], asked)?.after?.method

  test('draws what is asked for, then the applied method, then the choice, then the least log loss', () => {
    const choice = { method: 'platt', why: '' }
    expect(chosen({ applied: 'platt', choice }, { method: 'beta' })).toBe('beta')
    expect(chosen({ applied: 'beta', choice })).toBe('beta')
    expect(chosen({ choice })).toBe('platt')
    expect(chosen({})).toBe('beta')
    expect(chosen({ choice: { method: 'identity', why: '' } })).toBe('beta')
  })
  test('draws no method that was not tried', () => {
    expect(chosen({}, { method: 'isotonic' })).toBe('beta')
    expect(chosen({ methods: [method('identity', 0.5), method('platt', null)] })).toBeUndefined()
  })
  test('keeps to the dataset and model of the address, and to slices that are drawn', () => {
    const sections = [section(), section({ model: 'baseline' }), section({ dataset: 'live', model: 'baseline' })]
    expect(chosenSample(sections, { dataset: 'live' })!.section).toBe(sections[2])
    expect(chosenSample(sections, { model: 'baseline' })!.section).toBe(sections[1])
    expect(chosenSample(sections, { slice: 'sex=1' })!.slice).toBe('sex=1')
    expect(chosenSample(sections, { slice: 'sex=3' })!.slice).toBeNull()
    expect(chosenSample([], {})).toBeNull()
  })
})

test('one or both of the scores are drawn, the calibrated on top; a slice by itself', () => {
  const sample = chosenSample([section()], { slice: 'sex=1', method: 'platt' })!
  expect(shownSeries(sample).map(({ label }) => label)).toEqual(['as it is', 'Platt'])
  expect(shownSeries(sample, 'before').map(({ label }) => label)).toEqual(['as it is'])
  expect(shownSeries(sample, 'after').map(({ label }) => label)).toEqual(['Platt'])
  expect(shownSeries(sample)[1]!.reliability).toBe(reliabilityOf(sample.after!, 'sex=1'))
  expect(shownSeries({ ...sample, after: null }, 'after').map(({ label }) => label)).toEqual(['as it is'])
})

test('calibrators have names for people and names for policies', () => {
  expect(calibratorName('one_versus_rest_venn_abers')).toBe('Venn–Abers by class')
  expect(calibratorInPolicy('one_versus_rest_venn_abers')).toBe('venn_abers')
  expect(calibratorInPolicy('class_temperature')).toBe('temperature')
})
