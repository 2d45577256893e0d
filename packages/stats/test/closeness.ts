import { expect } from 'vitest'

/** Asserts |actual − expected| ≤ tolerance · |expected|, for numbers and lists of them; ≤ tolerance where 0 is expected. */
export function expectClose(actual: unknown, expected: number | readonly number[], tolerance: number): void {
  if (typeof expected !== 'number') {
    const list = actual as ArrayLike<number>
    expect(list.length).toBe(expected.length)
    for (let i = 0; i < expected.length; i++) expectClose(list[i], expected[i]!, tolerance)
    return
  }
  expect(typeof actual).toBe('number')
  const error = Math.abs((actual as number) - expected) / (expected === 0 ? 1 : Math.abs(expected))
  expect(error, `${actual} against ${expected}`).toBeLessThanOrEqual(tolerance)
}

/** Asserts a small relative error; exact where 0 or an infinity is expected. */
export function expectRelative(actual: number, expected: number, tolerance: number): void {
  if (expected === 0 || !Number.isFinite(expected)) expect(actual).toBe(expected)
  else expect(Math.abs(actual / expected - 1), `${actual} against ${expected}`).toBeLessThanOrEqual(tolerance)
}
