import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { validateXML } from 'xmllint-wasm'
import { type RunTiming, renderJunit } from '../src/index.ts'
import { fixtures } from './fixtures/all.ts'
import { gate, measurement, policy, result } from './fixtures/build.ts'
import { censusIncome } from './fixtures/census-income.ts'
import { creditDefault } from './fixtures/credit-default.ts'
import { hostile } from './fixtures/hostile.ts'

const schema = readFileSync(new URL('fixtures/schemas/junit-10.xsd', import.meta.url), 'utf8')

async function errorsOf(xml: string): Promise<string[]> {
  const { errors } = await validateXML({ xml: [{ fileName: 'report.xml', contents: xml }], schema: [schema] })
  return errors.map(({ message }) => message)
}

const timing: RunTiming = {
  startedAt: new Date('2026-11-23T10:00:00.500Z'),
  seconds: 3.25,
  policies: [{ startedAt: new Date('2026-11-23T10:00:01.750Z'), seconds: 2 }],
}

describe('JUnit XML', () => {
  test.each(Object.entries(fixtures))(
    'of %s is valid under the schema of the Jenkins xUnit plugin',
    async (_, report) => {
      expect(await errorsOf(renderJunit(report, { timing }))).toEqual([])
    },
  )

  test('without policies is valid too', async () => {
    expect(await errorsOf(renderJunit(result()))).toEqual([])
  })

  test('is held to a schema that refuses what is wrong', async () => {
    const wrong = renderJunit(creditDefault).replace('<testcase classname', '<testcase nonsense="1" classname')
    expect(await errorsOf(wrong)).not.toEqual([])
  })

  test.each(Object.entries(fixtures))('of %s has counts that add up', (_, report) => {
    const xml = renderJunit(report)
    const attribute = (tag: string, name: string) => Number(new RegExp(`${name}="(\\d+)"`).exec(tag)![1])
    const count = (text: string, tag: string) => text.match(new RegExp(`<${tag}[ >]`, 'g'))?.length ?? 0
    const suites = xml.split('<testsuite ').slice(1)
    expect(suites).toHaveLength(report.policies.length)
    for (const suite of suites) {
      const head = suite.slice(0, suite.indexOf('>'))
      expect(attribute(head, 'tests')).toBe(count(suite, 'testcase'))
      expect(attribute(head, 'failures')).toBe(count(suite, 'failure'))
      expect(attribute(head, 'errors')).toBe(count(suite, 'error'))
      expect(attribute(head, 'skipped')).toBe(count(suite, 'skipped'))
    }
    const total = /<testsuites [^>]*>/.exec(xml)![0]
    expect(attribute(total, 'tests')).toBe(count(xml, 'testcase'))
    expect(attribute(total, 'failures')).toBe(count(xml, 'failure'))
    expect(attribute(total, 'errors')).toBe(count(xml, 'error'))
  })

  test('calls what fails a failure, what is waived or harmlessly undecided skipped, and lets warnings pass with a word', () => {
    const xml = renderJunit(creditDefault)
    expect(xml).toMatch(/name="roc_auc @ maxed-out"[^>]*>\s*<failure type="fail"/)
    expect(xml).toMatch(
      /name="brier @ marriage=3"[^>]*>\s*<skipped type="waived" message="[^"]*waived until 2027-01-31/,
    )
    expect(xml).toMatch(/name="roc_auc @ education=4"[^>]*>\s*<skipped type="inconclusive"/)
    expect(xml).toMatch(/name="recall @ sex"[^>]*>\s*<system-out>warning: /)
  })

  test('calls what is undecided an error where that stops the release', () => {
    expect(renderJunit(censusIncome)).toMatch(/no-worse-than-today" name="roc_auc"[^>]*>\s*<error type="inconclusive"/)
  })

  test('says when a policy was judged and how long it took, and where a gate stands', () => {
    const xml = renderJunit(creditDefault, { timing, root: '/repo' })
    expect(xml).toMatch(/<testsuites [^>]*time="3\.250">/)
    expect(xml).toMatch(/<testsuite [^>]*time="2\.000" timestamp="2026-11-23T10:00:01" file="policies/)
    const cases = xml.match(/<testcase [^>]*>/g)!
    const { length } = cases
    for (const one of cases) expect(one).toContain(` time="${(2 / length).toFixed(3)}"`)
    expect(xml).toMatch(
      /no-slice-left-behind" name="roc_auc @ maxed-out"[\s\S]*?policy: policies\/credit-default\/policy\.yaml:59/,
    )
    expect(renderJunit(creditDefault)).not.toMatch(/ time| timestamp/)
  })

  test('names a case by model, gate, metric and slice', () => {
    expect(renderJunit(creditDefault)).toContain(
      'classname="credit-default.no-slice-left-behind" name="roc_auc @ sex=1"',
    )
  })

  test('holds no character that XML forbids', () => {
    const illegal = String.fromCharCode(...Array.from({ length: 32 }, (_, i) => i), 0xfffe, 0xffff, 0xd800)
    const xml = renderJunit(
      result(
        policy('fail', [gate(illegal, 'fail', [measurement(illegal, 'fail', [1, 0, 2], { reason: `a${illegal}b` })])]),
      ),
    )
    expect(xml).toMatch(/^[\t\n\r\u0020-\ud7ff\ue000-\ufffd]*$/)
    expect(renderJunit(hostile)).not.toContain('<script>')
  })
})
