import { rateText } from '../../wording/index.ts'

/** One score, or the highest of several with the place of its class; `no score` where the model gave none. */
export function scoreWords(scores: readonly (number | null)[]): string {
  const [only] = scores
  if (scores.length === 1) return only == null ? 'no score' : scoreText(only)
  const known = scores.filter((score) => score !== null)
  if (known.length === 0) return 'no score'
  const highest = Math.max(...known)
  return `${rateText(highest)} of class ${scores.indexOf(highest) + 1}`
}

function scoreText(score: number): string {
  return score.toFixed(3)
}
