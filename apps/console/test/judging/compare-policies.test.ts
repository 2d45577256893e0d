import type { Policy } from '@sluice/policy/parse'
import { describe, expect, test } from 'vitest'
import { comparePolicies } from '../../src/judging/compare-policies.ts'
import { changed, creditDefault, policyOf } from './credit-default.ts'

const now = policyOf()

function changes(after: Policy, before: Policy = now) {
  return comparePolicies(before, after).map(({ kind, text }) => `${kind}: ${text}`)
}

describe('what is no change', () => {
  test('the same policy', () => expect(changes(now)).toEqual([]))
  test('a comment, or a default that is written out', () => {
    expect(changes(changed('    max: 0.03', '    max: 0.030 # as before\n    confidence: 0.95'))).toEqual([])
  })
})

describe('gates', () => {
  const gate = '  - name: finds-many\n    metric: recall\n    slices: [sex]\n    min: 0.5\n    severity: warn\n'
  const more = changed(/$/, gate)

  test('one more', () => {
    expect(changes(more)).toEqual([
      'added: finds-many: recall of candidate on test, at least 0.5, on each slice of sex, as a warning.',
    ])
  })

  test('one less', () => {
    expect(changes(now, more)[0]).toMatch(/^removed: finds-many: recall/)
  })

  test('one under another name alone', () => {
    expect(changes(changed('name: stable', 'name: steady'))).toEqual(['other: stable is called steady now.'])
  })

  test('one under another name and with another bound is another gate', () => {
    const kinds = comparePolicies(now, changed(/name: stable([\s\S]*?)max_gap: 0.03/, 'name: steady$1max_gap: 0.02'))
    expect(kinds.map(({ kind, gate: name }) => `${kind} ${name}`)).toEqual(['added steady', 'removed stable'])
  })
})

describe('bounds', () => {
  test('a lower max is tighter', () => {
    expect(changes(changed('    max: 0.03', '    max: 0.02'))).toEqual([
      'tightened: honest-probabilities: at most 0.02, was at most 0.03.',
    ])
  })
  test('a lower min is looser', () => {
    expect(changes(changed('min: 0.50', 'min: 0.45'))).toEqual([
      'loosened: finds-the-rare-ones: at least 0.45, was at least 0.5.',
    ])
  })
  test('a max_delta above zero is looser', () => {
    expect(changes(changed('max_delta: 0', 'max_delta: 0.01'))).toEqual([
      'loosened: costs-no-likelihood: no more than 0.01 above baseline, was no higher than baseline.',
    ])
  })
  test('a wider gap or disparity is looser', () => {
    expect(changes(changed('max_gap: 0.03', 'max_gap: 0.04'))[0]).toMatch(/^loosened: stable: /)
    expect(changes(changed('max_disparity: 0.08', 'max_disparity: 0.04'))[0]).toMatch(/^tightened: fair-recall: /)
  })
  test('a range inside another is tighter, around it looser, beside it neither', () => {
    const range = (text: string) => changed('min: 0.50', `between: [${text}]`)
    const kind = (text: string) => comparePolicies(range('0.4, 0.8'), range(text)).map((one) => one.kind)
    expect(kind('0.5, 0.8')).toEqual(['tightened'])
    expect(kind('0.3, 0.9')).toEqual(['loosened'])
    expect(kind('0.5, 0.9')).toEqual(['other'])
  })
  test('another kind of condition is neither', () => {
    expect(changes(changed('max_disparity: 0.08', 'min_ratio: 0.8'))[0]).toMatch(
      /^other: fair-recall: the lowest slice/,
    )
  })
})

describe('proof, confidence and correction', () => {
  const proven = changed('proof: proven', 'proof: proven\n    confidence: 0.99')

  test('more confidence demands more of a proof', () => {
    expect(changes(proven)).toEqual(['tightened: finds-the-rare-ones: confidence 0.99, was 0.95.'])
  })
  test('more confidence forgives more where only refutation fails', () => {
    expect(changes(changed('min_positives: 20', 'min_positives: 20\n    confidence: 0.99'))).toEqual([
      'loosened: no-slice-left-behind: confidence 0.99, was 0.95, as only what is refuted at that level fails.',
    ])
  })
  test('confidence decides nothing where the point estimate does', () => {
    expect(changes(changed('    max: 0.03', '    max: 0.03\n    confidence: 0.99'))[0]).toMatch(
      /^other: .* the point estimate decides either way\.$/,
    )
  })
  test('a weaker proof is looser', () => {
    expect(changes(changed('proof: proven', 'proof: point'))).toEqual([
      'loosened: finds-the-rare-ones: proof point, was proven.',
    ])
  })
  test('no correction refutes more slices', () => {
    expect(changes(changed('min_positives: 20', 'min_positives: 20\n    correction: none'))).toEqual([
      'tightened: no-slice-left-behind: correction none, was holm.',
    ])
  })
})

describe('rows and slices', () => {
  test('more rows demanded are tighter', () => {
    expect(changes(changed('min_rows: 100', 'min_rows: 200'))).toEqual([
      'tightened: no-slice-left-behind: at least 200 rows, was 100.',
    ])
  })
  test('more rows demanded are looser where too few are let through', () => {
    const lenient = changed('min_rows: 100', 'min_rows: 100\n    on_inconclusive: pass')
    const more = changed('min_rows: 100', 'min_rows: 200\n    on_inconclusive: pass')
    expect(changes(more, lenient)).toEqual([
      'loosened: no-slice-left-behind: at least 200 rows, was 100; too few are let through.',
    ])
    expect(changes(lenient)).toEqual(['loosened: no-slice-left-behind: on_inconclusive pass, was fail.'])
  })
  test('no demand at all', () => {
    expect(changes(changed('    min_positives: 20\n', ''))).toEqual([
      'loosened: no-slice-left-behind: no least number of positive rows, was 20.',
    ])
  })
  test('slices come and go', () => {
    expect(changes(changed('slices: [sex]', 'slices: [sex, marriage]'))).toEqual([
      'tightened: fair-recall: judged on slices of marriage too.',
    ])
    expect(changes(changed('slices: [sex, age, limit, ', 'slices: [sex, limit, '))).toEqual([
      'loosened: no-slice-left-behind: no longer judged on slices of age.',
    ])
  })
  test('slices instead of all rows is another question', () => {
    const sliced = changed('min: 0.50', 'min: 0.50\n    slices: [sex]')
    expect(changes(sliced)).toContain('other: finds-the-rare-ones: judged on each slice of sex, was on all rows.')
  })
})

describe('what a gate is about', () => {
  test('severity', () => {
    expect(changes(changed('severity: warn', 'severity: block'))).toEqual([
      'tightened: fair-recall: severity block, was warn.',
      'tightened: fair-recall: on_inconclusive fail, was warn.',
    ])
  })
  test('measure, its options, dataset', () => {
    expect(changes(changed('metric: recall', 'metric: precision'))[0]).toBe(
      'other: fair-recall: measures precision instead of recall.',
    )
    expect(changes(changed('    min: 0.50', '    on: validation\n    min: 0.50'))).toEqual([
      'other: finds-the-rare-ones: dataset validation, was test.',
    ])
  })
  test('its reason', () => {
    expect(changes(changed(/why: A larger gap.*/, 'why: It drifts.'))).toEqual([
      'other: stable: gives as its reason “It drifts”.',
    ])
  })
  test('a floor in an ancestor', () => {
    const [own, parent] = creditDefault
    const open = policyOf([own!, { ...parent!, text: parent!.text.replaceAll('    floor: true\n', '') }])
    expect(changes(open).every((text) => text.startsWith('loosened: '))).toBe(true)
    expect(changes(now, open)).toHaveLength(2)
  })
})

describe('definitions and waivers', () => {
  test('threshold', () => {
    expect(changes(changed('threshold: { recall: 0.7, on: validation }', 'threshold: 0.4'))).toEqual([
      'other: The threshold is 0.4, was where recall reaches 0.7 on validation.',
    ])
  })
  test('slices, also with infinite edges', () => {
    expect(changes(changed('quantiles: 4', 'quantiles: 5'))).toEqual([
      'other: Slice age is 5 equal parts of age, was 4 equal parts of age.',
    ])
    expect(changes(changed('[0, 50000, 200000, .inf]', '[0, 50000, 200000, 1000000]'))).toHaveLength(1)
  })
  test('datasets and models', () => {
    expect(changes(changed('data/test.parquet', 'data/later.parquet'))).toEqual([
      'other: Dataset test has another meaning: paths data/later.parquet, was data/test.parquet.',
    ])
    expect(changes(changed('score: candidate_score', 'score: second_score'))).toEqual([
      'other: Model candidate has another meaning: score second_score, was candidate_score.',
    ])
  })
  test('what a stress suite does, and what it expects', () => {
    expect(changes(changed('invariant_within: 0.05', 'invariant_within: 0.5'))).toEqual([
      expect.stringMatching(/^other: Stress suite tabular-noise has another meaning: expect .*0\.5.*, was .*0\.05/),
    ])
    expect(changes(changed('queries: 200', 'queries: 1'))).toEqual([
      expect.stringMatching(/^other: Stress suite attack has another meaning: attack .*1.*, was .*200/),
    ])
    expect(changes(changed('noise: [0.02,', 'noise: [0.01,'))).toEqual([
      expect.stringMatching(
        /^other: Stress suite tabular-noise has another meaning: perturb .*0\.01, .*, was .*0\.02, /,
      ),
    ])
    const more = changed(
      '\n  attack:\n',
      '\n  again: { model: { onnx: m.onnx }, perturb: [{ missing: 0.1 }] }\n  attack:\n',
    )
    expect(changes(more)).toEqual(['other: Stress suite again is new.'])
    expect(changes(now, more)).toEqual(['other: Stress suite again is gone.'])
  })
  test('how builds are compared', () => {
    expect(changes(changed('requests: 400', 'requests: 10'))).toEqual([
      'other: The comparison of builds has another meaning: requests 10, was 400.',
    ])
  })
  test('a section that this version only keeps', () => {
    const monitors = changed(/$/, '\nmonitors: [{ name: drift }]\n')
    expect(changes(monitors)).toEqual(['other: Section monitors is new.'])
  })
  test('why something is waived, and who allows it', () => {
    const waiver = (reason: string, by: string) =>
      changed(/$/, `\nwaivers:\n  - { gate: stable, until: 2026-12-31, reason: ${reason}, approved_by: ${by} }\n`)
    expect(changes(waiver('New data comes', 'an intern'), waiver('New data comes', 'head-of-risk'))).toEqual([
      'other: stable has a waiver approved by an intern, was by head-of-risk.',
    ])
    expect(changes(waiver('It is late', 'Ada'), waiver('New data comes', 'Ada'))).toEqual([
      'other: stable is waived for another reason: It is late.',
    ])
  })
  test('a waiver loosens, its end tightens', () => {
    const waiver = (until: string) =>
      changed(/$/, `\nwaivers:\n  - { gate: stable, until: ${until}, reason: New data comes, approved_by: Ada }\n`)
    expect(changes(waiver('2026-12-31'))).toEqual(['loosened: stable is waived until 2026-12-31: New data comes.'])
    expect(changes(now, waiver('2026-12-31'))).toEqual(['tightened: stable is no longer waived.'])
    expect(changes(waiver('2026-12-01'), waiver('2026-12-31'))).toEqual([
      'tightened: stable is waived until 2026-12-01, was until 2026-12-31.',
    ])
  })
})
