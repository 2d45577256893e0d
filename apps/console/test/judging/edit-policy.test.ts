import { describe, expect, test } from 'vitest'
import { changesGate, editPolicy, type PolicyEdits } from '../../src/judging/edit-policy.ts'
import { lineDifference } from '../../src/judging/line-difference.ts'
import { creditDefault, policyOf } from './credit-default.ts'

const [own, ...ancestors] = creditDefault
const { gates } = policyOf()

function edited(edits: PolicyEdits) {
  const text = editPolicy(own!.text, gates, edits)
  return { text, policy: policyOf([{ file: own!.file, text }, ...ancestors]) }
}

function changedLines(text: string) {
  return lineDifference(own!.text, text)
    .filter(({ kind }) => kind !== 'same')
    .map(({ kind, text: line }) => `${kind === 'added' ? '+' : '-'}${line}`)
}

describe('editing a policy', () => {
  test('changes a bound and nothing else', () => {
    const { text, policy } = edited({ 'honest-probabilities': { bound: 0.025 } })
    expect(changedLines(text)).toEqual(['-    max: 0.03', '+    max: 0.025'])
    expect(policy.gates.find(({ name }) => name === 'honest-probabilities')?.condition).toEqual({
      kind: 'max',
      bound: 0.025,
    })
  })

  test('keeps comments', () => {
    const { text } = edited({ 'honest-probabilities': { bound: 0.01 }, 'fair-recall': { bound: 0.2 } })
    expect(text).toContain('# tightens the floor of org.yaml from 0.05')
    expect(text).toContain('# The cut that finds 70 %')
  })

  test('adds a confidence behind the condition and replaces a proof that is there', () => {
    const { text, policy } = edited({ 'finds-the-rare-ones': { confidence: 0.99, proof: 'point' } })
    expect(changedLines(text)).toEqual(['-    proof: proven', '+    confidence: 0.99', '+    proof: point'])
    expect(policy.gates.find(({ name }) => name === 'finds-the-rare-ones')).toMatchObject({
      confidence: 0.99,
      proof: 'point',
    })
  })

  test('overrides an inherited gate at the end of the list', () => {
    const { text, policy } = edited({ 'ranks-better-than-today': { bound: 0.05, confidence: 0.99 } })
    expect(changedLines(text)).toEqual([
      '+',
      '+  - name: ranks-better-than-today',
      '+    min_delta: 0.05',
      '+    confidence: 0.99',
    ])
    expect(policy.gates.find(({ name }) => name === 'ranks-better-than-today')).toMatchObject({
      condition: { kind: 'min_delta', bound: 0.05 },
      confidence: 0.99,
    })
  })

  test('leaves the text as it is where an edit says what the policy says', () => {
    expect(edited({ 'honest-probabilities': { bound: 0.03, confidence: 0.95, proof: 'point' } }).text).toBe(own!.text)
  })

  test('leaves edits of gates that the policy does not have', () => {
    expect(edited({ nobody: { bound: 1 } }).text).toBe(own!.text)
  })

  test('knows whether a gate would change', () => {
    const gate = gates.find(({ name }) => name === 'honest-probabilities')!
    expect(changesGate(gate, { bound: 0.03 })).toBe(false)
    expect(changesGate(gate, { bound: 0.031 })).toBe(true)
    expect(changesGate(gate, { proof: 'proven' })).toBe(true)
  })
})

describe('editing other ways of writing a gate', () => {
  const head = own!.text.slice(0, own!.text.indexOf('gates:'))
  const write = (list: string, edits: PolicyEdits) => {
    const text = `${head}${list}`
    return editPolicy(text, policyOf([{ file: own!.file, text }, ...ancestors]).gates, edits).slice(head.length)
  }

  test('a gate on one line', () => {
    const list = 'gates:\n  - { name: a, metric: recall, min: 0.50 } # kept\n'
    expect(write(list, { a: { bound: 0.6, proof: 'proven' } })).toBe(
      'gates:\n  - { name: a, metric: recall, min: 0.6, proof: proven } # kept\n',
    )
  })

  test('a list on one line', () => {
    const list = 'gates: [{ name: a, metric: recall, min: 0.5 }]\n'
    expect(write(list, { 'honest-probabilities': { bound: 0.04 } })).toBe(
      'gates: [{ name: a, metric: recall, min: 0.5 }, { name: honest-probabilities, max: 0.04 }]\n',
    )
  })

  test('both bounds of between', () => {
    const list = 'gates:\n- name: a\n  metric: recall\n  between: [0.4, 0.9] # the range\n'
    expect(write(list, { a: { bound: [0.5, 0.8], confidence: 0.9 } })).toBe(
      'gates:\n- name: a\n  metric: recall\n  between: [0.5, 0.8] # the range\n  confidence: 0.9\n',
    )
  })

  test('a policy without gates of its own', () => {
    expect(write('', { 'honest-probabilities': { bound: 0.04 } }).trim()).toBe(
      'gates:\n  - name: honest-probabilities\n    max: 0.04',
    )
  })
})
