import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import { describe, expect, test } from 'vitest'
import { parse as parseYaml } from 'yaml'
import { policyJsonSchema } from '../src/index.ts'
import { catalogue } from './catalogue.ts'
import { head, oneGate, withGates } from './example-policy.ts'

const ajv = new Ajv({ strict: true, strictTypes: false, allErrors: true })
addFormats.default(ajv)
const validate = ajv.compile(policyJsonSchema(catalogue))
const isValid = (text: string) => validate(parseYaml(text))

describe('the JSON Schema that editors use', () => {
  test.each([
    ['the example', head + oneGate],
    ['a measure with options', withGates('{ name: g, metric: { name: ece, bins: 10, strategy: quantile }, max: 0.1 }')],
    [
      'slices in words and names',
      withGates('{ name: g, metric: recall, slices: all, min: 0.5 }', '{ name: h, slices: [sex] }'),
    ],
    ['two datasets', withGates('{ name: g, metric: recall, between: [validation, test], max_gap: 0.1 }')],
    ['a chosen threshold', `${head}threshold: { recall: 0.8, on: validation }\n${oneGate}`],
    ['infinite edges', `version: 1\nslices: [{ name: a, column: a, edges: [0, .inf] }]\n`],
    ['an organisation file', 'version: 1\nowners: [risk]\ngates: [{ name: g, metric: recall, floor: true }]\n'],
    [
      'sections of other versions',
      `${head}${oneGate}monitors: [{ name: live, window: 7d }]\nrollout: { unit: user }\n`,
    ],
    ['a waiver', `${head}${oneGate}waivers: [{ gate: ranks, until: 2027-01-31, reason: bug, approved_by: lead }]\n`],
  ])('accepts %s', (_, text) => {
    expect(isValid(text), JSON.stringify(validate.errors)).toBe(true)
  })

  test.each([
    ['a policy without version', 'model: x\n'],
    ['an unknown field', `${head}${oneGate}modle: x\n`],
    ['an unknown measure', withGates('{ name: g, metric: average_precision, min: 0.5 }')],
    ['an unknown option', withGates('{ name: g, metric: { name: ece, bin: 10 }, max: 0.1 }')],
    ['text for a bound', withGates('{ name: g, metric: recall, max: high }')],
    ['a gate without a name', withGates('{ metric: recall, min: 0.5 }')],
    ['a confidence of 95', withGates('{ name: g, metric: recall, min: 0.5, confidence: 95 }')],
    [
      'a waiver without a reason',
      `${head}${oneGate}waivers: [{ gate: ranks, until: 2027-01-31, approved_by: lead }]\n`,
    ],
    [
      'a waiver until no day',
      `${head}${oneGate}waivers: [{ gate: ranks, until: soon, reason: bug, approved_by: lead }]\n`,
    ],
  ])('refuses %s', (_, text) => {
    expect(isValid(text)).toBe(false)
  })

  test('describes every field and every measure', () => {
    const undescribed: string[] = []
    const visit = (schema: unknown, path: string) => {
      if (typeof schema !== 'object' || schema === null) return
      const { properties } = schema as { properties?: Record<string, { description?: string; const?: unknown }> }
      for (const [name, property] of Object.entries(properties ?? {}))
        if (property.description === undefined && property.const === undefined) undescribed.push(`${path}.${name}`)
      for (const [key, value] of Object.entries(schema)) visit(value, `${path}.${key}`)
    }
    const schema = policyJsonSchema(catalogue)
    visit(schema, '')
    expect(undescribed).toEqual([])
    expect(JSON.stringify(schema)).toContain(
      '"const":"pr_auc","title":"PR-AUC","description":"PR-AUC in one sentence."',
    )
  })

  test('is the same each time it is made', () => {
    expect(JSON.stringify(policyJsonSchema(catalogue))).toBe(
      JSON.stringify(policyJsonSchema({ ...catalogue, measures: new Map(catalogue.measures) })),
    )
  })
})
