import type { Random } from '@sluice/stats'
import { byText, type Perturbation, share } from './perturbation.ts'

/** Rows of a keyboard; a slip of the finger hits the neighbour on its row. */
const keyboard = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm']

/** Slips of the finger: neighbours on the keyboard, letters left out, doubled or swapped. */
export const typos: Perturbation = {
  name: 'typos',
  summary: 'Mistypes a share `amount` of the letters.',
  kinds: ['text'],
  severities: [0.01, 0.03, 0.06, 0.1, 0.2],
  ...share,
  change: byText((text, amount, random) => {
    const letters = [...text]
    let typed = ''
    for (let i = 0; i < letters.length; i++) {
      const letter = letters[i]!
      // Always two draws a letter: a larger share mistypes the same letters and others.
      const slips = random.uniform() < amount
      const slip = random.integer(0, 3)
      if (!slips || !/\p{L}/u.test(letter)) typed += letter
      else if (slip === 0 && i + 1 < letters.length) typed += letters[++i]! + letter
      else if (slip === 1) typed += letter + letter
      else if (slip === 2) typed += neighbour(letter, random)
    }
    return typed
  }),
}

function neighbour(letter: string, random: Random): string {
  const lower = letter.toLowerCase()
  const row = keyboard.find((keys) => keys.includes(lower))
  if (row === undefined) return ''
  const at = row.indexOf(lower)
  const near = row[at === 0 ? 1 : at === row.length - 1 ? at - 1 : at + (random.uniform() < 0.5 ? -1 : 1)]!
  return letter === lower ? near : near.toUpperCase()
}
