import { rateText } from '../../wording/index.ts'

/** One score, or the highest of several with its class by name or place; `no score` where the model gave none. */
export function scoreWords(scores: readonly (number | null)[], classes?: readonly string[]): string {
  const [only] = scores
  if (scores.length === 1) return only == null ? 'no score' : scoreText(only)
  const known = scores.filter((score) => score !== null)
  if (known.length === 0) return 'no score'
  const highest = Math.max(...known)
  const at = scores.indexOf(highest)
  return `${rateText(highest)} of ${classes?.[at] ?? `class ${at + 1}`}`
}

/** Every score, with its class where that has a name. */
export function scoreList(scores: readonly (number | null)[], classes?: readonly string[]): string {
  const named = (text: string, at: number) => (classes?.[at] === undefined ? text : `${classes[at]} ${text}`)
  return scores.map((score, at) => named(score === null ? 'none' : score.toFixed(4), at)).join(', ')
}

function scoreText(score: number): string {
  return score.toFixed(3)
}
