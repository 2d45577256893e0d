import { byText, type Perturbation, share } from './perturbation.ts'

/** Letters of other alphabets that are drawn like Latin ones (from Unicode's list of confusables, UTS 39). */
// biome-ignore format: a table
const confusables: Readonly<Record<string, string>> = {
  a: '\u0430', c: '\u0441', e: '\u0435', i: '\u0456', j: '\u0458', o: '\u043e', p: '\u0440', s: '\u0455', x: '\u0445', y: '\u0443',
  A: '\u0391', B: '\u0392', C: '\u0421', E: '\u0395', H: '\u0397', I: '\u0399', K: '\u039a', M: '\u039c', N: '\u039d', O: '\u039f',
  P: '\u03a1', T: '\u03a4', X: '\u03a7', Y: '\u03a5', Z: '\u0396',
}

const zeroWidthSpace = '\u200b'

/** Texts that read the same and are others: letters of another alphabet, and spaces without width. */
export const lookAlikes: Perturbation = {
  name: 'look_alikes',
  summary: 'Replaces a share `amount` of the letters by look-alikes, or puts a space of no width behind them.',
  kinds: ['text'],
  severities: [0.05, 0.1, 0.2, 0.4, 0.8],
  ...share,
  change: byText((text, amount, random) =>
    Array.from(text, (letter) =>
      random.uniform() < amount && /\p{L}/u.test(letter) ? (confusables[letter] ?? letter + zeroWidthSpace) : letter,
    ).join(''),
  ),
}
