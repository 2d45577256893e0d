import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { corners, type DeclaredRange, latinHypercube, rowAt } from '../src/index.ts'

const ranges: DeclaredRange[] = [
  { name: 'income', kind: 'number', lower: -5, upper: 20 },
  { name: 'age', kind: 'integer', lower: 18, upper: 99 },
  { name: 'school', kind: 'category', categories: ['none', 'school', 'university'] },
  { name: 'owner', kind: 'boolean' },
]

describe('a Latin hypercube', () => {
  it('has one value of a column in each of as many equal parts as there are rows', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), fc.integer(), (rows, seed) => {
        const [income] = latinHypercube(ranges, rows, { seed })
        const parts = Array.from(income!.values as Float64Array, (value) => Math.floor(((value + 5) / 25) * rows))
        expect(new Set(parts).size).toBe(rows)
      }),
    )
  })

  it('stays within the ranges, whole numbers and categories in equal parts', () => {
    const columns = latinHypercube(ranges, 8200, { seed: 1 })
    const [, age, school, owner] = columns
    const counts = new Map<unknown, number>()
    for (const column of [age!, school!, owner!]) {
      for (const value of column.values) counts.set(value, (counts.get(value) ?? 0) + 1)
    }
    for (let years = 18; years <= 99; years++) expect(counts.get(years)).toBe(100)
    for (const cell of ['none', 'school', 'university']) expect(Math.abs(counts.get(cell)! - 8200 / 3)).toBeLessThan(2)
    expect(counts.get(true)).toBe(4100)
  })
})

describe('corners', () => {
  it('are all of them where they fit, each once', () => {
    const columns = corners(ranges, 16, { seed: 1 })
    const rows = Array.from({ length: 16 }, (_, row) => JSON.stringify(rowAt(columns, row)))
    expect(new Set(rows).size).toBe(16)
    expect(rows).toContain('{"income":-5,"age":18,"school":"none","owner":false}')
    expect(rows).toContain('{"income":20,"age":99,"school":"university","owner":true}')
  })

  it('are the plain ones and some at random where there are too many', () => {
    const many = Array.from({ length: 40 }, (_, i) => ({ name: `x${i}`, kind: 'number', lower: 0, upper: 1 }) as const)
    const columns = corners(many, 100, { seed: 1 })
    const sums = Array.from({ length: 100 }, (_, row) =>
      many.reduce((sum, _m, i) => sum + Number(columns[i]!.values[row]), 0),
    )
    expect(sums.filter((sum) => sum === 0 || sum === 40)).toHaveLength(2)
    expect(sums.filter((sum) => sum === 1)).toHaveLength(40)
    expect(sums.filter((sum) => sum === 39)).toHaveLength(40)
  })

  it('refuse a range without values', () => {
    const range = { name: 'age', kind: 'integer', lower: 3.2, upper: 3.8 } as const
    expect(() => corners([range], 2, { seed: 1 })).toThrow(/age is declared from 3.2 to 3.8/)
    expect(() => latinHypercube([{ name: 'a', kind: 'category', categories: [] }], 2, { seed: 1 })).toThrow(
      /no categories/,
    )
    expect(() => latinHypercube(ranges, 0, { seed: 1 })).toThrow(/number of rows is 0/)
  })
})
