import type { Problem } from '@sluice/policy'
import { describe, expect, test } from 'vitest'
import { renderProblems } from '../src/index.ts'

const file = 'models/churn/policy.yaml'
const source = ['version: 1', 'model: churn', 'gates:', '  - { name: ranks, metric: roc_aucc, min: 0.7 }', ''].join(
  '\n',
)

const unknown: Problem = {
  code: 'unknown-metric',
  severity: 'error',
  message: "There is no measure 'roc_aucc' for a binary task.",
  hint: "Did you mean 'roc_auc'?",
  file,
  line: 4,
  column: 28,
  path: 'gates[0].metric',
}
const unused: Problem = {
  code: 'unused-slice',
  severity: 'warning',
  message: "No gate uses the slice 'age'.",
  file,
  line: 2,
  column: 1,
  path: 'slices[0]',
}

describe('problems', () => {
  test.each([60, 100])('with the line, a caret and the next step at %i columns', async (width) => {
    const text = renderProblems([unknown, unused], { width, sources: { [file]: source } })
    await expect(`${text}\n`).toMatchFileSnapshot(`snapshots/problems.${width}.txt`)
  })

  test('have the caret under the column that they name', () => {
    const lines = renderProblems([unknown], { sources: { [file]: source } }).split('\n')
    const at = lines.findIndex((line) => line.includes('^'))
    expect(lines[at]!.indexOf('^')).toBe(lines[at - 1]!.indexOf('roc_aucc'))
  })

  test('keep the caret in sight on long lines and under wide characters', () => {
    const long = `  - { why: "${'東'.repeat(120)}", metric: roc_aucc }`
    const problem = { ...unknown, line: 1, column: long.indexOf('roc_aucc') + 1 }
    const lines = renderProblems([problem], { width: 60, sources: { [file]: long } }).split('\n')
    const at = lines.findIndex((line) => line.includes('^'))
    const columnsBefore = [...lines[at - 1]!.slice(0, lines[at - 1]!.indexOf('roc_aucc'))].reduce(
      (sum, c) => sum + (c === '東' ? 2 : 1),
      0,
    )
    expect(lines[at]!.indexOf('^')).toBe(columnsBefore)
    expect(lines[at]!.length).toBeLessThanOrEqual(60)
  })

  test('stand in the order of the file and are counted', () => {
    const text = renderProblems([unknown, unused])
    expect(text.indexOf('slices[0]')).toBeLessThan(text.indexOf('gates[0].metric'))
    expect(text).toMatch(/1 error, 1 warning in 1 file$/)
  })

  test('are told without a source, beyond its end, and without a hint', () => {
    const { hint: _, ...bare } = { ...unknown, line: 99 }
    expect(renderProblems([bare], { sources: { [file]: source } })).not.toMatch(/\^|next/)
    expect(renderProblems([])).toBe('')
  })

  test('carry no escape sequence of a file to the terminal', () => {
    const evil = '\u001b[2Jgates: \u009b31m'
    const text = renderProblems([{ ...unknown, line: 1, column: 1, message: evil, path: evil, hint: evil }], {
      sources: { [file]: evil },
    })
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/)
  })
})
