import { type Cell, distinctCells } from '../columns/column.ts'
import { byShare, type Perturbation, share } from './perturbation.ts'

/** A category that nobody has seen: a new product, a new code of a country. */
export const unseenCategory: Perturbation = {
  name: 'unseen_category',
  summary: 'Replaces a share `amount` of the values by one that the column does not have.',
  kinds: ['category'],
  severities: [0.05, 0.1, 0.2, 0.5, 1],
  ...share,
  change: byShare((column) => {
    const unseen = unseenCell(distinctCells(column))
    return () => unseen
  }),
}

/** One above the highest where the categories are numbers, else a word that is not among them. */
function unseenCell(known: readonly Exclude<Cell, null>[]): Cell {
  const numbers = known.filter((cell) => typeof cell === 'number')
  if (known.length > 0 && numbers.length === known.length) return Math.floor(Math.max(...numbers)) + 1
  let word = 'unseen'
  while (known.includes(word)) word += '_'
  return word
}
