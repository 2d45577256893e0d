import { describe, expect, test } from 'vitest'
import { renderText } from '../src/index.ts'
import { broken } from './fixtures/broken.ts'
import { gate, measurement, policy, result } from './fixtures/build.ts'
import { censusIncome } from './fixtures/census-income.ts'
import { creditDefault } from './fixtures/credit-default.ts'
import { crowded } from './fixtures/crowded.ts'
import { hostile } from './fixtures/hostile.ts'
import { passing } from './fixtures/passing.ts'

const reports = { 'credit-default': creditDefault, 'census-income': censusIncome, passing, broken, crowded }
const named = Object.entries(reports)

const columns = (line: string) => [...line].length

describe('the text report', () => {
  for (const [name, report] of named) {
    for (const width of [60, 80, 120]) {
      test(`of ${name} at ${width} columns`, async () => {
        await expect(`${renderText(report, { width })}\n`).toMatchFileSnapshot(`snapshots/${name}.${width}.txt`)
      })
    }
  }

  for (const [name, report] of Object.entries({ 'credit-default': creditDefault, crowded })) {
    test(`of ${name} in full`, async () => {
      await expect(`${renderText(report, { width: 100, full: true })}\n`).toMatchFileSnapshot(
        `snapshots/${name}.full.txt`,
      )
    })
  }

  test('of a failing policy in ASCII', async () => {
    const text = renderText(creditDefault, { width: 80, unicode: false })
    expect(text).toMatch(/^[\n -~]*$/)
    await expect(`${text}\n`).toMatchFileSnapshot('snapshots/credit-default.80.ascii.txt')
  })

  test('keeps every line within the width', () => {
    for (const [name, report] of named) {
      for (let width = 56; width <= 130; width += 3) {
        const wide = renderText(report, { width })
          .split('\n')
          .filter((line) => columns(line) > width)
        expect(wide, `${name} at ${width}`).toEqual([])
      }
    }
  })

  test('says the same with and without colour', () => {
    for (const [, report] of named) {
      const plain = renderText(report, { width: 80, color: false })
      const colored = renderText(report, { width: 80, color: true })
      expect(plain).not.toContain('\u001b')
      expect(colored).toContain('\u001b[')
      expect(colored.replace(/\u001b\[\d+m/g, '')).toBe(plain)
    }
  })

  test('lets no escape sequence, control character or reordering mark of a user through', () => {
    const text = renderText(hostile, { width: 80 })
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\ud800-\udfff]/)
    expect(text).not.toContain('owned')
    expect(text).not.toMatch(/^::error/m)
  })

  test('shows the worst policy, gate and slice first', () => {
    const text = renderText(result(...passing.policies, ...censusIncome.policies, ...creditDefault.policies), {
      width: 100,
    })
    const at = (part: string) => text.indexOf(part)
    expect(at('━━ credit-default')).toBeLessThan(at('━━ census-income'))
    expect(at('━━ census-income')).toBeLessThan(at('━━ house-price'))
    expect(at('no-slice-left-behind')).toBeLessThan(at('fair-recall'))
    expect(at('fair-recall')).toBeLessThan(at('✓ finds-the-rare-ones'))
    expect(at('✗ education=2 & pay_0=2')).toBeLessThan(at('✗ maxed-out'))
    expect(at('✗ maxed-out')).toBeLessThan(at('? education=4'))
  })

  test('orders failing slices by the side that is bad: for a maximum the highest first', () => {
    const slices = [0.2, 0.5, 0.3].map((value) =>
      measurement(`s=${value}`, 'fail', [value, value - 0.01, value + 0.01]),
    )
    const text = renderText(result(policy('fail', [gate('loss', 'fail', slices, { condition: { max: 0.1 } })])))
    expect([...text.matchAll(/s=(0\.\d)/g)].map(([, value]) => value)).toEqual(['0.5', '0.3', '0.2'])
  })

  test('shows three slices at most and counts the others; in full it shows all', () => {
    const slices = Array.from({ length: 40 }, (_, i) => measurement(`s=${i}`, 'fail', [0.1 + i / 100, 0.1, 0.69]))
    const report = result(policy('fail', [gate('many', 'fail', slices)]))
    const text = renderText(report, { width: 80 })
    expect(text.match(/^ {2}✗ s=/gm)).toHaveLength(3)
    expect(text).toContain('37 other slices failing, lowest s=3 0.13')
    expect(text).toContain('--full')
    const full = renderText(report, { width: 80, full: true })
    expect(full.match(/^ {2}✗ s=/gm)).toHaveLength(40)
    expect(full).not.toContain('--full')
  })

  test('of a policy with more than a screen holds fits one, with the worst gate in full and every other that does not pass named', () => {
    for (const width of [60, 80, 100, 120]) {
      const text = renderText(crowded, { width })
      expect(text.split('\n').length, `at ${width}`).toBeLessThanOrEqual(width < 80 ? 56 : 48)
      expect(text).toMatch(/✗ FAIL {2}costs-no-likelihood.* why .* next /s)
      const words = text.replace(/\s+/g, ' ')
      const open = crowded.policies[0]!.gates.filter(({ status }) => status !== 'pass')
      for (const { name } of open) expect(words, `at ${width}`).toContain(name)
      expect(words).toMatch(/✓ 23 pass honest-probabilities, .*, and \d+ more/)
      expect(words).toContain('--full shows every gate, slice and note')
    }
  })

  test('of a small policy is whole, and says nothing of more', () => {
    const full = renderText(passing, { width: 100, full: true })
    expect(renderText(passing, { width: 100 })).toBe(full)
    expect(full).not.toContain('--full')
  })

  test('says what a reader should know of the data, a line each, and in full to the last word', () => {
    const note = "note  test: 2,080 rows are in no slice of 'limit': outside its edges"
    expect(renderText(creditDefault, { width: 80 }).split('\n')).toContain(note)
    expect(renderText(creditDefault, { width: 80 }).match(/^note /gm)).toHaveLength(2)
    const words = renderText(creditDefault, { width: 80, full: true }).replace(/\s+/g, ' ')
    expect(words).toContain("within one standard error), fitted on the 6,000 rows of 'validation'")
  })

  test('tells a value from a bound that it misses by a hair', () => {
    const close = measurement('all', 'fail', [0.69996, 0.69, 0.71])
    const text = renderText(result(policy('fail', [gate('close', 'fail', [close])])))
    expect(text).toContain('0.69996')
  })

  test('says of a policy without gates that it has none', () => {
    expect(renderText(result(policy('pass', [])))).toContain('Ready: the policy has no gates.')
  })

  test('counts columns of wide characters twice', () => {
    const slices = [
      measurement('都市=東京', 'fail', [0.5, 0.4, 0.6]),
      measurement('city=Rome', 'fail', [0.6, 0.5, 0.65]),
    ]
    const lines = renderText(result(policy('fail', [gate('cities', 'fail', slices)])), { width: 100 }).split('\n')
    const [tokyo, rome] = ['都市=東京', 'city=Rome'].map((name) => lines.find((line) => line.includes(name))!)
    expect(tokyo!.indexOf('0.500') + 4).toBe(rome!.indexOf('0.600'))
  })
})
