import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import formatsOf from 'ajv-formats'
import { describe, expect, test } from 'vitest'
import { renderSarif } from '../src/index.ts'
import { fixtures } from './fixtures/all.ts'
import { broken } from './fixtures/broken.ts'
import { gate, measurement, policy, result } from './fixtures/build.ts'
import { censusIncome } from './fixtures/census-income.ts'
import { creditDefault } from './fixtures/credit-default.ts'
import { hostile } from './fixtures/hostile.ts'

interface Result {
  readonly ruleId: string
  readonly ruleIndex: number
  readonly level: string
  readonly message: { readonly text: string }
  readonly locations: readonly {
    readonly physicalLocation: {
      readonly artifactLocation: { readonly uri: string }
      readonly region: { readonly startLine: number }
    }
  }[]
  readonly partialFingerprints: Readonly<Record<string, string>>
  readonly suppressions?: readonly { readonly kind: string; readonly justification: string }[]
  readonly properties: { readonly slice: string; readonly status: string }
}

/** The published schema is of draft 4; of its words that later drafts renamed it uses `id` alone. */
function schema(): object {
  const text = readFileSync(new URL('fixtures/schemas/sarif-2.1.0-rtm.5.json', import.meta.url), 'utf8')
  const { $schema: _, id, ...rest } = JSON.parse(text)
  return { $id: id, ...rest }
}

const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false })
formatsOf.default(ajv)
const validate = ajv.compile(schema())

const runOf = (text: string) => JSON.parse(text).runs[0]
const resultsOf = (text: string): Result[] => runOf(text).results

describe('SARIF', () => {
  test.each(Object.entries(fixtures))('of %s is valid under the published schema of 2.1.0', (_, report) => {
    validate(JSON.parse(renderSarif(report, { version: 'v0.1.0' })))
    expect(validate.errors).toBeNull()
  })

  test('is held to a schema that refuses what is wrong', () => {
    const log = JSON.parse(renderSarif(creditDefault))
    log.runs[0].results[0].level = 'fatal'
    expect(validate(log)).toBe(false)
  })

  test('has one stable rule a kind of condition, found by index', () => {
    const { tool, results } = runOf(renderSarif(creditDefault, { version: 'v0.1.0' }))
    expect(tool.driver.version).toBe('0.1.0')
    expect(new URL(tool.driver.informationUri).pathname).toBe('npm/%40sluice/cli')
    for (const one of results as Result[]) expect(tool.driver.rules[one.ruleIndex].id).toBe(one.ruleId)
    expect(new Set((results as Result[]).map(({ ruleId }) => ruleId))).toEqual(
      new Set(['sluice/max-delta', 'sluice/min', 'sluice/max-disparity', 'sluice/max']),
    )
    expect(runOf(renderSarif(censusIncome)).tool.driver.rules).toEqual(tool.driver.rules)
  })

  test('places each result on the line of the policy that asks for it', () => {
    const [{ physicalLocation: place }] = resultsOf(renderSarif(creditDefault)).find(
      ({ properties }) => properties.slice === 'maxed-out',
    )!.locations as [Result['locations'][0]]
    expect(place).toMatchObject({
      artifactLocation: { uri: 'policies/credit-default/policy.yaml' },
      region: { startLine: 59 },
    })
  })

  test('gives paths relative to the repository, with forward slashes and percent-encoded', () => {
    const uri = (file: string, root?: string) => {
      const one = gate('g', 'fail', [measurement('all', 'fail', [1, 0, 2])], { location: { file, line: 1, column: 1 } })
      return resultsOf(renderSarif(result(policy('fail', [one])), root === undefined ? {} : { root }))[0]!.locations[0]!
        .physicalLocation.artifactLocation.uri
    }
    expect(uri('./a\\b c.yaml')).toBe('a/b%20c.yaml')
    expect(uri('/home/me/repo/p.yaml', '/home/me/repo/')).toBe('p.yaml')
    expect(uri('/etc/p.yaml', '/home/me/repo')).toBe('file:///etc/p.yaml')
    expect(uri('C:\\repo\\p.yaml', 'C:\\repo')).toBe('p.yaml')
    expect(uri('D:\\p.yaml')).toBe('file:///D:/p.yaml')
  })

  test('keeps an alert the same when values and lines change, and tells slices apart', () => {
    const prints = (text: string) =>
      resultsOf(text).map(({ partialFingerprints }) => partialFingerprints['primaryLocationLineHash'])
    const moved = structuredClone(creditDefault) as unknown as {
      policies: { gates: { location: { line: number }; measurements: { value: number }[] }[] }[]
    }
    for (const one of moved.policies[0]!.gates) {
      one.location.line += 7
      for (const value of one.measurements) value.value += 0.001
    }
    const before = prints(renderSarif(creditDefault))
    expect(prints(renderSarif(moved as unknown as typeof creditDefault))).toEqual(before)
    expect(new Set(before).size).toBe(before.length)
  })

  test('suppresses what is waived and says by whom and until when', () => {
    const waived = resultsOf(renderSarif(creditDefault)).filter(({ suppressions }) => suppressions !== undefined)
    expect(waived.map(({ properties, suppressions }) => [properties.status, suppressions![0]!.justification])).toEqual([
      ['waived', 'Waived until 2027-01-31 by risk-lead: label bug, fixed upstream'],
    ])
  })

  test('reports what is wrong with a policy on its own line', () => {
    const [first] = resultsOf(renderSarif(broken))
    expect(first).toMatchObject({ ruleId: 'sluice/policy-problem', level: 'error' })
    expect(first!.locations[0]!.physicalLocation.region).toMatchObject({ startLine: 12, startColumn: 10 })
    expect(runOf(renderSarif(broken)).invocations[0].executionSuccessful).toBe(false)
  })

  test('stays under the number of results that code scanning keeps, the worst kept and the loss told', () => {
    const slices = Array.from({ length: 5200 }, (_, i) =>
      measurement(`s=${i}`, i < 5100 ? 'inconclusive' : 'fail', [0.5, 0.4, 0.6]),
    )
    const run = runOf(renderSarif(result(policy('fail', [gate('many', 'fail', slices)]))))
    expect(run.results).toHaveLength(5000)
    expect(run.results[99].level).toBe('error')
    expect(run.invocations[0].toolExecutionNotifications[0].message.text).toContain('200 results')
  })

  test('holds no control character and no number that JSON lacks', () => {
    const text = renderSarif(hostile)
    expect(text).not.toMatch(/\\u00[01]|\\u001b|NaN|Infinity/)
    expect(JSON.stringify(JSON.parse(text))).not.toMatch(/[\u007f-\u009f\u202e]/)
  })
})
