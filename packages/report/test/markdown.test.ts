import { describe, expect, test } from 'vitest'
import { commentMarker, renderMarkdown, renderStepSummary } from '../src/index.ts'
import { markdownCode, markdownText } from '../src/markdown/escape-markdown.ts'
import { fixtures } from './fixtures/all.ts'
import { gate, measurement, policy, result } from './fixtures/build.ts'
import { creditDefault } from './fixtures/credit-default.ts'
import { attack, hostile } from './fixtures/hostile.ts'

const bytes = (text: string) => Buffer.byteLength(text)

function large(gates: number, slices: number): ReturnType<typeof result> {
  return result(
    policy(
      'fail',
      Array.from({ length: gates }, (_, g) =>
        gate(
          `gate-${g}`,
          'fail',
          Array.from({ length: slices }, (_, s) => measurement(`column=${s} & other=${g}`, 'fail', [0.5, 0.4, 0.6])),
          { why: 'because '.repeat(80), remedy: 'do '.repeat(200) },
        ),
      ),
    ),
  )
}

describe('the Markdown comment', () => {
  test.each(Object.keys(fixtures))('of %s', async (name) => {
    await expect(`${renderMarkdown(fixtures[name]!)}\n`).toMatchFileSnapshot(`snapshots/${name}.md`)
  })

  test('begins with a marker that names the policy, the same on every run', () => {
    expect(renderMarkdown(creditDefault).split('\n')[0]).toBe('<!-- sluice:policies/credit-default/policy.yaml -->')
    const other = result(...creditDefault.policies.map((one) => ({ ...one, verdict: 'pass' as const, gates: [] })))
    expect(commentMarker(other)).toBe(commentMarker(creditDefault))
  })

  test('has a marker that a file name cannot end', () => {
    const marker = commentMarker(hostile)
    expect(marker.match(/--/g)).toHaveLength(2)
    expect(marker.match(/[<>]/g)).toHaveLength(2)
  })

  test('puts verdict, failures, undecided, waivers and passes in this order', () => {
    const text = renderMarkdown(fixtures['credit-default']!)
    const order = ['**Not ready', '#### Failing', '#### Warnings', '#### Waivers', '<details>', 'exit 1']
    const places = order.map((part) => text.indexOf(part))
    expect(places).not.toContain(-1)
    expect(places).toEqual(places.toSorted((a, b) => a - b))
  })

  test.each([
    [3, 20],
    [20, 400],
    [3000, 1],
  ])('of %i gates with %i slices stays under 65,536 characters and says what it leaves out', (gates, slices) => {
    const text = renderMarkdown(large(gates, slices))
    expect(bytes(text)).toBeLessThan(65_536)
    expect(text).toContain('Not ready')
    expect(text).toContain('exit 1: a blocking gate failed')
    if (gates * slices > 1000) expect(text).toMatch(/and [\d,]+ more (rows|gates); the full report has them/)
  })

  test('of more policies than fit keeps the verdicts it can and counts the others', () => {
    const [one] = large(1, 1).policies
    const text = renderMarkdown(
      result(...Array.from({ length: 3000 }, (_, i) => ({ ...one!, model: `model-${i}`, file: `p/${i}.yaml` }))),
    )
    expect(bytes(text)).toBeLessThan(65_536)
    expect(text).toMatch(/_And \d+ more policies\._/)
  })

  test('has tables whose rows all have the cells of their head', () => {
    for (const report of [...Object.values(fixtures), large(5, 5)]) {
      let columns = 0
      for (const line of renderMarkdown(report).split('\n')) {
        const cells = line.startsWith('|') ? line.split('|').length : 0
        if (cells > 0 && columns > 0) expect(cells, line).toBe(columns)
        columns = cells
      }
    }
  })

  test('lets no text of a user form HTML, Markdown, a table cell or a mention', () => {
    const text = renderMarkdown(hostile)
    expect(text).not.toMatch(/<script|<\/failure|https:\/\/evil|\*\*bold|\[l\]|@acme|`code`|\u001b|\u202e/)
    const tags = new Set(text.match(/<\/?[a-z!-]+/gi))
    expect([...tags].toSorted()).toEqual([
      '<!--',
      '</code',
      '</details',
      '</sub',
      '</summary',
      '<code',
      '<details',
      '<sub',
      '<summary',
    ])
  })

  test('escapes every character that Markdown reads, on one line', () => {
    expect(markdownText(attack)).toMatch(/^[^\\`*_{}[\]<>|~$@"'\n]*$/)
    expect(markdownText('a @b #1')).toBe('a &#64;&#8203;b &#35;&#8203;1')
    expect(markdownText('see www.evil.example')).toBe('see www&#46;evil.example')
    expect(markdownCode('a|b`c')).toBe('<code>a&#124;b&#96;c</code>')
    expect(markdownText('plain (text), 50% of 3.5')).toBe('plain (text), 50% of 3.5')
  })
})

describe('the step summary', () => {
  test('is the comment without its marker', () => {
    expect(renderStepSummary(creditDefault)).toBe(renderMarkdown(creditDefault).split('\n').slice(2).join('\n'))
  })

  test('stays under 1 MiB', () => {
    const text = renderStepSummary(large(100, 400))
    expect(bytes(text)).toBeLessThan(1_048_576)
    expect(bytes(text)).toBeGreaterThan(65_536)
  })
})

test('notes on the data are a line each', () => {
  expect(renderMarkdown(creditDefault)).toContain('#### Notes\n\n- test: 2,080 rows are in no slice of &#39;limit&#39;')
})
