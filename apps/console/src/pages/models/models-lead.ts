import type { Status } from '@sluice/gates'
import { counted, countText } from '../../wording/index.ts'

const words: readonly (readonly [statuses: readonly Status[], text: string])[] = [
  [['error'], 'not judged'],
  [['fail'], 'not ready'],
  [['inconclusive', 'skipped'], 'not decided'],
  [['pass', 'warn', 'waived'], 'ready'],
]

/**
 * The list of models in one sentence: `2 models: 1 not ready, 1 not decided.`
 *
 * @param more whether there are models beyond these
 */
export function modelsLead(models: readonly { readonly last: { readonly verdict: Status } }[], more: boolean): string {
  const parts = words
    .map(([statuses, text]) => ({ text, count: models.filter(({ last }) => statuses.includes(last.verdict)).length }))
    .filter(({ count }) => count > 0)
    .map(({ count, text }) => `${countText(count)} ${text}`)
  return `${more ? 'The first ' : ''}${counted(models.length, 'model')}: ${parts.join(', ')}.`
}
