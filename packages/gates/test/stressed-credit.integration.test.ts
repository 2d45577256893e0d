import { fileURLToPath } from 'node:url'
import { loadPolicy } from '@sluice/policy'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Evidence, measureCatalogue, measurePolicy, measureStress } from '../src/index.ts'

const file = fileURLToPath(new URL('../../../policies/credit-default/policy.yaml', import.meta.url))

describe('the credit candidate', () => {
  let evidence: Evidence
  beforeAll(async () => {
    const policy = await loadPolicy(file, measureCatalogue)
    const gates = policy.gates.filter(({ metric }) => metric.options['stress'] !== undefined)
    evidence = await measurePolicy({ ...policy, gates }, { version: 'test', curves: false })
  })

  test('answers for each suite once, with the threshold that was chosen on validation', () => {
    expect(evidence.stress!.map(({ suite }) => suite)).toEqual([
      'tabular-noise',
      'other-limits',
      'attack',
      'attack-by-payments',
    ])
    for (const { threshold, rows, asked } of evidence.stress!) {
      expect(threshold).toBeGreaterThan(0.3)
      expect(threshold).toBeLessThan(0.6)
      expect([rows > 0, asked]).toEqual([true, 'onnx'])
    }
    expect(evidence.stress![0]!.files.map(({ path }) => path)).toEqual([
      'models/candidate.onnx',
      'models/features.json',
    ])
  })

  test('an attack changes what a client pays and nothing else', () => {
    const changed = new Set(evidence.stress![3]!.attack!.worstCases.flatMap((one) => one.changed))
    expect(changed.size).toBeGreaterThan(0)
    for (const name of changed) expect(name).toMatch(/^pay_amt/)
  })

  test('more noise harms more, and a code that nobody has seen is above all that are known', () => {
    const [noisy] = evidence.stress!
    const rates = noisy!.variants
      .filter(({ perturbation }) => perturbation === 'noise')
      .map(({ failureRate }) => failureRate.value!)
    expect(rates).toEqual(rates.toSorted((a, b) => a - b))
    expect(noisy!.variants.map(({ severity }) => severity)).toContain(5)
  })

  test('runs without a gate too, and finds the same', async () => {
    const policy = await loadPolicy(file, measureCatalogue)
    const [suite] = policy.stress!
    const [found] = await measureStress(policy, [suite!], { version: 'test' })
    expect(found!.variants).toEqual(evidence.stress![0]!.variants)
    expect(found!.failureRate).toEqual(evidence.stress![0]!.failureRate)
  })
})
