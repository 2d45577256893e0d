import { describe, expect, test } from 'vitest'
import { renderGithub } from '../src/index.ts'
import { fixtures } from './fixtures/all.ts'
import { gate, measurement, policy, result } from './fixtures/build.ts'
import { hostile } from './fixtures/hostile.ts'

const command = /^::(error|warning|notice) (?:file=[^,:]*,line=\d+(?:,col=\d+)?,)?title=[^,:]*::.*$/

describe('GitHub annotations', () => {
  test.each(Object.keys(fixtures))('of %s', async (name) => {
    await expect(`${renderGithub(fixtures[name]!)}\n`).toMatchFileSnapshot(`snapshots/${name}.github.txt`)
  })

  test('are whole commands whatever users wrote, one a line', () => {
    const lines = renderGithub(hostile).split('\n')
    expect(lines.at(-1)).toBe('Sluice: exit 1, a blocking gate failed.')
    for (const line of lines.slice(0, -1)) expect(line).toMatch(command)
    expect(lines.filter((line) => line.startsWith('::error'))).toHaveLength(1)
  })

  test('escape percent signs and line breaks in messages, colons and commas too in properties', () => {
    const one = gate('a:b,c%d', 'fail', [measurement('all', 'fail', [0.5, 0.4, 0.6])], {
      reason: '50% off: really, yes; no',
      why: 'first\nsecond',
      location: { file: 'dir,one:two%/policy.yaml', line: 7, column: 3 },
    })
    const [line] = renderGithub(result(policy('fail', [one]))).split('\n')
    expect(line).toContain(
      '::error file=dir%2Cone%3Atwo%25/policy.yaml,line=7,col=3,title=a%3Ab%2Cc%25d%3A fail::50%25 off: really, yes; no%0A',
    )
    expect(line).toContain('%0AWhy: first second')
  })

  test('are nine of a severity and a line for the rest', () => {
    const gates = [
      ...Array.from({ length: 14 }, (_, i) =>
        gate(`fails-${i}`, 'fail', [measurement('all', 'fail', [0.5, 0.4, 0.6])]),
      ),
      ...Array.from({ length: 10 }, (_, i) =>
        gate(`warns-${i}`, 'warn', [measurement('all', 'fail', [0.5, 0.4, 0.6])], { severity: 'warn' }),
      ),
    ]
    const lines = renderGithub(result(policy('fail', gates))).split('\n')
    const of = (severity: string) => lines.filter((line) => line.startsWith(`::${severity} `))
    expect(of('error')).toHaveLength(10)
    expect(of('error').at(-1)).toBe('::error title=Sluice::and 5 more; the full report lists them.')
    expect(of('warning')).toHaveLength(10)
    expect(of('warning').at(-1)).toContain('and 1 more')
  })

  test('are errors for what stops the release, warnings for what does not', () => {
    const undecided = measurement('all', 'inconclusive', [0.69, 0.6, 0.78])
    const severity = (blocking: boolean) =>
      renderGithub(result(policy('pass', [gate('g', 'inconclusive', [undecided], { blocking })]))).split(' ')[0]
    expect([severity(true), severity(false)]).toEqual(['::error', '::warning'])
  })
})
