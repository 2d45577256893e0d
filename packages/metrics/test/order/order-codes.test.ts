import fc from 'fast-check'
import { expect, test } from 'vitest'
import { codesTogether, orderByScore, orderCodes, sliceOrder } from '../../src/index.ts'

test('up to four partitions come into order together as each would alone', () => {
  const code = fc.integer({ min: 0, max: 255 })
  const columns = fc.integer({ min: 0, max: codesTogether }).chain((count) =>
    fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), ...Array.from({ length: count }, () => code)), {
      maxLength: 40,
    }),
  )
  fc.assert(
    fc.property(columns, (table) => {
      const rows = Uint32Array.from(table.keys()).sort((a, b) => table[a][0] - table[b][0] || a - b)
      const count = (table[0]?.length ?? 1) - 1
      const codes = Array.from({ length: count }, (_, k) => Uint8Array.from(table, (row) => row[k + 1]))
      expect(orderCodes(codes, rows)).toEqual(codes.map((column) => Uint8Array.from(rows, (row) => column[row])))
    }),
  )
})

test('a partition that came into order before is cut into the same slices', () => {
  const rows = 50_000
  const scores = Float64Array.from({ length: rows }, (_, row) => ((row * 7919) % 9973) / 9973)
  const labels = Uint8Array.from({ length: rows }, (_, row) => (row % 3) >> 1)
  const codes = [3, 5].map((slices) => Uint8Array.from({ length: rows }, (_, row) => (row * 31) % slices))
  const order = orderByScore(scores, labels, { keepRows: true })
  const ordered = orderCodes(codes, order.rows!)
  for (const [k, slices] of [3, 5].entries()) {
    const alone = sliceOrder(order, codes[k], slices)
    const together = sliceOrder(order, codes[k], slices, { ordered: ordered[k] })
    for (let slice = 0; slice < slices; slice++) expect(together.sample(slice)).toEqual(alone.sample(slice))
  }
})
