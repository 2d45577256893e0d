import { byText, type Perturbation, share } from './perturbation.ts'

/** Capitals where there were none, and the other way round. */
export const letterCase: Perturbation = {
  name: 'letter_case',
  summary: 'Changes the case of a share `amount` of the letters.',
  kinds: ['text'],
  severities: [0.1, 0.25, 0.5, 0.75, 1],
  ...share,
  change: byText((text, amount, random) =>
    Array.from(text, (letter) => {
      if (random.uniform() >= amount) return letter
      const upper = letter.toUpperCase()
      return letter === upper ? letter.toLowerCase() : upper
    }).join(''),
  ),
}
