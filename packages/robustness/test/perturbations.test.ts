import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { amountAt, type Column, cellAt, changedNames, perturb, perturbations, rowCount } from '../src/index.ts'
import { mixedTable } from './support/tables.ts'

const table = mixedTable(400)
const named = (columns: readonly Column[], name: string) => columns.find((column) => column.name === name)!
const numbers = (columns: readonly Column[], name: string) => named(columns, name).values as Float64Array

describe('every perturbation', () => {
  const requests = [...perturbations.keys()].flatMap((name) =>
    [1, 2, 3, 4, 5].map((severity) => ({ perturbation: name, amount: amountAt(name, severity) })),
  )
  const table = mixedTable(60)
  const names = table.map(({ name }) => name)

  it('leaves immutable columns, kinds, lengths and the table itself as they are, and integers whole', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...requests),
        fc.subarray(names, { maxLength: 5 }),
        fc.integer(),
        (request, immutable, seed) => {
          const { kinds } = perturbations.get(request.perturbation)!
          fc.pre(table.some(({ name, kind }) => kinds.includes(kind) && !immutable.includes(name)))
          const before = structuredClone(table)
          const after = perturb(table, request, { seed, immutable })
          expect(table).toEqual(before)
          expect(rowCount(after)).toBe(60)
          expect(after.map(({ name, kind }) => [name, kind])).toEqual(table.map(({ name, kind }) => [name, kind]))
          for (const name of immutable) expect(named(after, name)).toEqual(named(table, name))
          for (const column of after) {
            if (column.kind !== 'integer' && column.kind !== 'time') continue
            expect(column.values.every((value) => Number.isNaN(value) || Number.isInteger(value))).toBe(true)
          }
          expect(perturb(table, request, { seed, immutable })).toEqual(after)
        },
      ),
      { numRuns: 300 },
    )
  })

  it('changes something at every severity', () => {
    for (const request of requests) {
      const after = perturb(table, request, { seed: 1 })
      const changed = [...Array(60).keys()].filter((row) => changedNames(table, after, row).length > 0)
      expect(changed.length, JSON.stringify(request)).toBeGreaterThan(0)
    }
  })

  it('changes a column in the same way whatever other columns there are', () => {
    const request = { perturbation: 'noise', amount: 0.3, columns: ['age'] }
    const alone = perturb([named(table, 'age')], request, { seed: 4 })
    expect(named(perturb(table, request, { seed: 4 }), 'age')).toEqual(alone[0])
  })
})

describe('what each one does', () => {
  it('noise is as wide as it says, in standard deviations or interquartile ranges', () => {
    // Uniform on [0, 50 000]: a standard deviation of 14 434, an interquartile range of 25 000.
    const wide = mixedTable(20_000)
    const spread = (perturbation: string) => {
      const after = perturb(wide, { perturbation, amount: 0.1, columns: ['balance'] }, { seed: 2 })
      const moved = numbers(after, 'balance').map((value, row) => value - numbers(wide, 'balance')[row]!)
      return Math.sqrt(moved.reduce((sum, d) => sum + d * d, 0) / moved.length)
    }
    expect(spread('noise')).toBeGreaterThan(1_400)
    expect(spread('noise')).toBeLessThan(1_490)
    expect(spread('robust_noise')).toBeGreaterThan(2_420)
    expect(spread('robust_noise')).toBeLessThan(2_580)
  })

  it('missing removes the share that it says, more of the same cells at a higher one', () => {
    const gone = (amount: number) => {
      const after = perturb(mixedTable(10_000), { perturbation: 'missing', amount, columns: ['age'] }, { seed: 5 })
      return [...numbers(after, 'age').keys()].filter((row) => cellAt(named(after, 'age'), row) === null)
    }
    const [few, many] = [gone(0.1), gone(0.3)]
    expect(few.length / 10_000).toBeCloseTo(0.1, 1)
    expect(many.length / 10_000).toBeCloseTo(0.3, 1)
    expect(few.every((row) => many.includes(row))).toBe(true)
  })

  it('a unit mistake multiplies, and rounds whole numbers', () => {
    const after = perturb(
      table,
      { perturbation: 'unit_mistake', amount: 0.1, columns: ['age', 'balance'] },
      { seed: 1 },
    )
    expect(numbers(after, 'age')).toEqual(numbers(table, 'age').map((age) => Math.round(age * 0.1)))
    expect(numbers(after, 'balance')).toEqual(numbers(table, 'balance').map((balance) => balance * 0.1))
  })

  it('a swap takes another category that there is, an unseen one takes one that there is not', () => {
    const swapped = perturb(table, { perturbation: 'category_swap', amount: 1 }, { seed: 1 })
    const unseen = perturb(table, { perturbation: 'unseen_category', amount: 1 }, { seed: 1 })
    for (let row = 0; row < 400; row++) {
      expect(['north', 'south', 'west']).toContain(named(swapped, 'region').values[row])
      expect(named(swapped, 'region').values[row]).not.toBe(named(table, 'region').values[row])
      expect(named(swapped, 'owner').values[row]).toBe(!named(table, 'owner').values[row])
      expect(named(unseen, 'region').values[row]).toBe('unseen')
      expect(named(unseen, 'school').values[row]).toBe(named(table, 'school').values[row] === null ? null : 4)
    }
  })

  it('a time shift moves all times by its days', () => {
    const after = perturb(table, { perturbation: 'time_shift', amount: -2 }, { seed: 1 })
    expect(numbers(after, 'since')).toEqual(numbers(table, 'since').map((time) => time - 172_800_000))
  })

  it('permuted columns hold each other’s values, duplicated ones the same', () => {
    const columns = ['income', 'balance', 'age', 'months']
    const permuted = perturb(table, { perturbation: 'permuted_columns', amount: 4, columns }, { seed: 3 })
    const whole = (values: Float64Array) => [...values].map(Math.round).join()
    const contents = (of: readonly Column[]) => columns.map((name) => whole(numbers(of, name))).sort()
    expect(contents(permuted)).toEqual(contents(table))
    for (const name of columns) expect(whole(numbers(permuted, name))).not.toBe(whole(numbers(table, name)))
    const doubled = perturb(table, { perturbation: 'duplicated_columns', amount: 3, columns }, { seed: 3 })
    expect(new Set(contents(doubled)).size).toBe(1)
  })

  it('texts keep their look, their case or their words, as the perturbation says', () => {
    const note = (perturbation: string, amount: number) =>
      named(perturb(table, { perturbation, amount }, { seed: 9 }), 'note').values as (string | null)[]
    const clean = named(table, 'note').values as (string | null)[]
    note('letter_case', 1).forEach((text, row) => {
      expect(text?.toLowerCase()).toBe(clean[row]?.toLowerCase())
      if (text !== null) expect(text).not.toBe(clean[row])
    })
    note('look_alikes', 0.8).forEach((text, row) => {
      const visible = text?.replaceAll('\u200b', '')
      expect(visible === undefined ? undefined : [...visible].length).toBe(clean[row]?.length)
      if (text !== null) expect(text).toMatch(/[\u0370-\u04ff\u200b]/)
    })
    note('prompt_injection', 2).forEach((text, row) => {
      if (text !== null) expect(text.startsWith(`${clean[row]}\n`)).toBe(true)
    })
    const lengths = note('typos', 0.2).map((text, row) => Math.abs((text?.length ?? 0) - (clean[row]?.length ?? 0)))
    expect(Math.max(...lengths)).toBeLessThan(10)
  })
})

describe('a request that makes no sense', () => {
  it.each([
    [{ perturbation: 'noize', amount: 1 }, /no perturbation noize; there are noise, robust_noise/],
    [{ perturbation: 'noise', amount: 0 }, /amount of noise is 0; it takes a finite number above 0/],
    [{ perturbation: 'missing', amount: 1.5 }, /amount of missing is 1.5; it takes a share/],
    [{ perturbation: 'noise', amount: 1, columns: ['hight'] }, /no column hight; the columns are row, income/],
    [{ perturbation: 'noise', amount: 1, columns: ['note'] }, /noise cannot change note, a column of kind text/],
    [{ perturbation: 'typos', amount: 0.1, columns: 'numeric' as const }, /typos has no column to change/],
  ])('%o', (request, message) => {
    expect(() => perturb(table, request, { seed: 1 })).toThrow(message)
  })

  it('severities run from 1 to 5', () => {
    expect(() => amountAt('noise', 6)).toThrow(/severity is 6/)
  })
})
