import { type DiscreteColumn, distinctCells } from '../columns/column.ts'
import { byShare, type Perturbation, share } from './perturbation.ts'

/** A wrong but valid category. */
export const categorySwap: Perturbation = {
  name: 'category_swap',
  summary: 'Replaces a share `amount` of the values by another value that the column has; a boolean by its opposite.',
  kinds: ['category', 'boolean'],
  severities: [0.05, 0.1, 0.2, 0.4, 0.8],
  ...share,
  change: byShare((column, random) => {
    const known = knownCells(column)
    return (cell) => {
      if (known.length < 2) return cell
      return known[(known.indexOf(cell) + random.integer(1, known.length - 1)) % known.length]!
    }
  }),
}

function knownCells(column: DiscreteColumn) {
  return column.kind === 'boolean' ? [false, true] : distinctCells(column)
}
