import { describe, expect, test } from 'vitest'
import { exitCode, exitMeaning, type FormatName, formats, renderStepSummary, verdictSentence } from '../src/index.ts'
import { fixtures } from './fixtures/all.ts'
import { gate, measurement, policy, result } from './fixtures/build.ts'

const undecided = measurement('all', 'inconclusive', [0.69, 0.6, 0.78], { rowsNeeded: 100 })

/** What a policy may let through: undecided gates that do not stop anything. */
const lenient = result(
  policy('pass', [
    gate('may-be-undecided', 'inconclusive', [undecided], { blocking: false }),
    gate('soft', 'inconclusive', [undecided], { severity: 'warn' }),
    gate('soft-failure', 'warn', [measurement('all', 'fail', [0.5, 0.4, 0.6])], { severity: 'warn' }),
    gate('undecided-warns', 'warn', [undecided]),
  ]),
)
const all = { ...fixtures, lenient }

describe.each(Object.entries(all))('the formats of %s', (_, report) => {
  const stops = exitCode(report) !== 0
  const render = (name: FormatName) => formats[name](report, { width: 400, version: '1.2.3' })

  test('give the verdict of each policy in the same words', () => {
    for (const one of report.policies) {
      const sentence = verdictSentence(one)
      for (const name of ['text', 'junit', 'markdown', 'github', 'sarif'] as const)
        expect(render(name), name).toContain(sentence)
      expect(renderStepSummary(report)).toContain(sentence)
    }
  })

  test('JUnit is red where and only where the exit code is', () => {
    const [, failures, errors] = /<testsuites [^>]*failures="(\d+)" errors="(\d+)"/.exec(render('junit'))!
    expect(Number(failures) + Number(errors) > 0).toBe(stops)
  })

  test('SARIF has unsuppressed errors where and only where the exit code is not 0, and names it', () => {
    const [run] = JSON.parse(render('sarif')).runs
    const errors = run.results.filter(
      (one: { level: string; suppressions?: unknown }) => one.level === 'error' && one.suppressions === undefined,
    )
    expect(errors.length > 0).toBe(stops)
    expect(run.invocations[0]).toMatchObject({
      exitCode: exitCode(report),
      exitCodeDescription: exitMeaning(exitCode(report)),
    })
  })

  test('GitHub has error annotations where and only where the exit code is not 0', () => {
    expect(/^::error /m.test(render('github'))).toBe(stops)
  })

  test('text, Markdown and GitHub say what the exit code means', () => {
    for (const name of ['text', 'markdown', 'github'] as const) {
      expect(render(name)).toMatch(new RegExp(`exit ${exitCode(report)}[:,] ${exitMeaning(exitCode(report))}`))
    }
  })

  test('are the same on every run', () => {
    for (const name of Object.keys(formats) as FormatName[]) expect(render(name)).toBe(render(name))
  })
})

test('the exit code is 0 for pass, warn and waived, 1 for fail, 2 for error, 3 for what is not decided', () => {
  const codes = (['pass', 'warn', 'waived', 'fail', 'error', 'inconclusive', 'skipped'] as const).map((verdict) =>
    exitCode({ verdict }),
  )
  expect(codes).toEqual([0, 0, 0, 1, 2, 3, 3])
})
