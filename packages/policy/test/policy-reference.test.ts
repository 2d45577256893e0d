import { expect, test } from 'vitest'
import * as z from 'zod'
import { policyReference } from '../src/index.ts'
import { conditionFields } from '../src/schema/gate-schema.ts'
import { catalogue } from './catalogue.ts'

const reference = policyReference(catalogue)

test('every field has a row with its type, default and meaning', () => {
  expect(reference).toContain(
    '| `severity` | `block`, `warn` | `block` | `block`: a failure stops the release. `warn`: it is only shown. |',
  )
  expect(reference).toContain('| `metric` | a measure, or a map of its `name` and options |')
  expect(reference).toContain('| `edges` | list of numbers |')
  expect(reference).toContain('| `until` | text | required |')
  for (const field of conditionFields) expect(reference).toContain(`| \`${field}\` |`)
})

test('every measure has its formula, interval, source, use and options', () => {
  for (const { name, describe } of catalogue.measures.values()) {
    const section = reference.split(`### \`${name}\`\n`)[1]!.split('\n### ')[0]!
    for (const text of [
      describe.summary,
      describe.formula,
      describe.interval,
      describe.source,
      describe.whenToUse,
      describe.edgeCases,
    ])
      expect(section).toContain(text)
  }
  expect(reference).toContain('  - `bins`: whole number, default `15`. How many bins.')
  expect(reference).toContain('  - `precision`: number, required. The precision to keep.')
  expect(reference).toContain('- **Range**: [0, ∞), lower is better')
})

test('tables are whole: every row has four cells', () => {
  const rows = reference.split('\n').filter((line) => line.startsWith('|'))
  expect(rows.length).toBeGreaterThan(70)
  for (const row of rows) expect(row.split(/(?<!\\)\|/)).toHaveLength(6)
})

test('an option that may be left out and has no default is not called required', () => {
  const options = z.strictObject({ least: z.number().optional(), most: z.number() })
  const measures = new Map([['recall', { ...catalogue.measures.get('recall')!, options }]])
  const lines = policyReference({ measures })
  expect(lines).toContain('  - `least`: number, optional.')
  expect(lines).toContain('  - `most`: number, required.')
})
