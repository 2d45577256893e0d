import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  codeBits,
  codeOrder,
  orderByScore,
  orderedCodes,
  packCodes,
  packedCodeOrder,
  placeCodes,
  sliceOrder,
  whole,
} from '../../src/index.ts'

test('partitions come into order together as each would alone, in any number of parts', () => {
  const slices = fc
    .array(fc.integer({ min: 1, max: 70_000 }), { minLength: 1, maxLength: 8 })
    .filter((counts) => counts.every((count) => count < 65_535))
    .filter((counts) => counts.reduce((bits, count) => bits + codeBits(count), 0) <= 32)
  const table = fc.record({
    slices,
    keys: fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 40 }),
    parts: fc.integer({ min: 1, max: 3 }),
  })
  fc.assert(
    fc.property(table, fc.func(fc.nat()), ({ slices, keys, parts }, draw) => {
      const rows = Uint32Array.from(keys.keys()).sort((a, b) => keys[a] - keys[b] || a - b)
      const partitions = slices.map((count, k) => {
        // Some rows belong to no slice, by whatever code from the count on.
        const codes = keys.map((_, row) => draw(k, row) % (count + 2))
        return { codes: count < 254 ? Uint8Array.from(codes) : Uint16Array.from(codes), slices: count }
      })
      const order = codeOrder(partitions, rows)
      for (let index = 0; index < parts; index++) packCodes(order, { index, of: parts })
      for (let index = 0; index < parts; index++) placeCodes(order, { index, of: parts })
      for (const [k, { codes, slices: count }] of partitions.entries()) {
        const expected = Uint16Array.from(rows, (row) => Math.min(codes[row], count))
        expect(orderedCodes(order, k, new Uint16Array(rows.length))).toEqual(expected)
      }
      // Words that came packed are only placed.
      const placed = packedCodeOrder(order.packed.slice(), order.fields, rows)
      packCodes(placed, whole)
      placeCodes(placed, whole)
      expect(placed.ordered).toEqual(order.ordered)
    }),
  )
})

test('a partition that came into order before is cut into the same slices', () => {
  const rows = 50_000
  const scores = Float64Array.from({ length: rows }, (_, row) => ((row * 7919) % 9973) / 9973)
  const labels = Uint8Array.from({ length: rows }, (_, row) => (row % 3) >> 1)
  const partitions = [3, 5].map((slices) => {
    return { codes: Uint8Array.from({ length: rows }, (_, row) => (row * 31) % (slices + 1)), slices }
  })
  const ordered = orderByScore(scores, labels, { keepRows: true })
  const order = codeOrder(partitions, ordered.rows!)
  packCodes(order, whole)
  placeCodes(order, whole)
  for (const [index, { codes, slices }] of partitions.entries()) {
    const alone = sliceOrder(ordered, codes, slices)
    const together = sliceOrder(ordered, codes, slices, { arranged: { order, index } })
    for (let slice = 0; slice < slices; slice++) expect(together.sample(slice)).toEqual(alone.sample(slice))
  }
})
