import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

const css = readFileSync(new URL('../../src/design/tokens.css', import.meta.url), 'utf8')
const statuses = ['pass', 'fail', 'warn', 'inconclusive', 'waived', 'skipped', 'error']
const light = tokensOf('light')
const dark = tokensOf('dark')

describe.each([
  ['light', light],
  ['dark', dark],
])('%s', (_, tokens) => {
  const ratio = (text: string, ground: string) => contrast(tokens[text]!, tokens[ground]!)

  test.each(['text', 'text-muted', 'text-faint', 'accent'])('%s reads on every ground', (text) => {
    for (const ground of ['page', 'surface', 'raised', 'sunken']) expect(ratio(text, ground)).toBeGreaterThan(4.5)
  })

  test.each(statuses)('%s reads on its own ground and on the page', (status) => {
    for (const ground of [`${status}-soft`, 'page', 'surface', 'mark'])
      expect(ratio(status, ground)).toBeGreaterThan(4.5)
  })

  test('words on buttons and on the marked row read', () => {
    expect(ratio('on-accent', 'accent')).toBeGreaterThan(4.5)
    for (const text of ['text', 'text-muted', 'accent']) expect(ratio(text, 'mark')).toBeGreaterThan(4.5)
    expect(ratio('text', 'accent-soft')).toBeGreaterThan(4.5)
  })

  test('series of charts stand out from the surface', () => {
    for (const series of [1, 2, 3, 4]) expect(ratio(`series-${series}`, 'surface')).toBeGreaterThan(3)
  })
})

/** The colour of each token in one theme. */
function tokensOf(theme: 'light' | 'dark'): Record<string, string> {
  const tokens = [...css.matchAll(/--([\w-]+): light-dark\((#\w+), (#\w+)\);/g)].map(([, name, light, dark]) => [
    name,
    theme === 'light' ? light : dark,
  ])
  expect(tokens.length).toBeGreaterThan(30)
  return Object.fromEntries(tokens)
}

/** WCAG 2.2: contrast ratio of two `#rrggbb` colours, 1 to 21. */
function contrast(first: string, second: string): number {
  const [darker, lighter] = [luminance(first), luminance(second)].toSorted((a, b) => a - b) as [number, number]
  return (lighter + 0.05) / (darker + 0.05)
}

function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
