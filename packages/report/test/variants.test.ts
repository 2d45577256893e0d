import { describe, expect, test } from 'vitest'
import { formats, renderText, renderVariants, renderVariantsJson } from '../src/index.ts'
import { compressed, variants } from './fixtures/compressed.ts'

describe('the table of builds', () => {
  for (const width of [60, 80, 120]) {
    test(`at ${width} columns`, async () => {
      const text = renderText(compressed, { width, full: true })
      expect(Math.max(...text.split('\n').map((line) => [...line].length))).toBeLessThanOrEqual(width)
      await expect(`${text}\n`).toMatchFileSnapshot(`snapshots/compressed.${width}.txt`)
    })
  }

  test('leaves out columns where there is no room, and never the build or its quality', () => {
    const narrow = renderVariants(variants, { width: 40 })
    expect(narrow).toMatch(/build +ROC-AUC/)
    expect(narrow).not.toContain('cost')
    expect(renderVariants(variants, { width: 120 })).toMatch(/flips +p50 ms +p99 ms +size +cost/)
  })

  test('says what is not known', () => {
    const text = renderVariants(variants, { width: 120 })
    expect(text).toContain('268 more are needed')
    expect(text.split('\n').find((line) => line.includes('distilled'))).toMatch(/–.*–$/)
  })

  test('takes control characters out of names', () => {
    const hostile = {
      ...variants,
      reference: 'fp\u001b[31m32',
      builds: variants.builds.map((build) => ({ ...build, model: `${build.model}\u001b[2J` })),
    }
    expect(renderVariants(hostile)).not.toContain('\u001b')
  })

  test('as JSON in full precision', () => {
    const json = JSON.parse(renderVariantsJson('credit', 'policy.yaml', variants))
    expect(json).toEqual({ schema: 'sluice.variants/1', model: 'credit', file: 'policy.yaml', ...variants })
  })
})

describe('units', () => {
  test('stand behind values and bounds', () => {
    expect(renderText(compressed)).toMatch(/fast-enough +0\.193 ms .*≤ 25 ms/)
    expect(formats.markdown(compressed, {})).toMatch(/\*\*0\.193 ms\*\*/)
    expect(formats.markdown(compressed, {})).toContain('≤ 25 ms')
  })

  test('a ratio of latencies is one, of rounds rather than rows', () => {
    const text = renderText(compressed).replace(/\s+/g, ' ')
    expect(text).toContain('at most 1.1 times that of fp32')
    expect(text).toContain('int8 versus fp32 in the same rounds')
    expect(text).toContain('800 more requests needed')
    expect(formats.sarif(compressed, { version: '1' })).toContain('sluice/max-latency-ratio')
  })
})
