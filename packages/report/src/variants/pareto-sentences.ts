import type { VariantsEvidence } from '@sluice/gates'
import { cleanLine } from '../clean-text.ts'

/** What makes a build with a far better point estimate dominated: its interval does not keep it apart. */
const notWorse = ': what is not separated counts as no worse, however far apart the values are'

/** Who is on the front, marked with `mark`, and why: for each pair what is better, worse, and not told apart. */
export function paretoSentences({ pareto }: VariantsEvidence, mark: string): string[] {
  const label = (name: string) => cleanLine(pareto.axes.find((axis) => axis.name === name)?.label ?? name)
  const list = (names: readonly string[]) => names.map(label).join(', ')
  const front = pareto.front.map(cleanLine).join(', ')
  const pairs = pareto.comparisons.map(({ first, second, firstBetter, secondBetter, notSeparated, dominant }) => {
    const [a, b] = [cleanLine(second), cleanLine(first)]
    const facts = [
      ...(secondBetter.length === 0 ? [] : [`better in ${list(secondBetter)}`]),
      ...(firstBetter.length === 0 ? [] : [`worse in ${list(firstBetter)}`]),
      ...(notSeparated.length === 0 ? [] : [`not separated in ${list(notSeparated)}`]),
    ]
    const ending =
      dominant === null ? '' : ` ${cleanLine(dominant)} dominates${notSeparated.length === 0 ? '' : notWorse}.`
    return `${a} beside ${b}: ${facts.join('; ')}.${ending}`
  })
  return [`${mark} on the Pareto front: ${front}.`, ...pairs]
}
