import type { ScoreMatrix } from '@sluice/robustness'

/**
 * A matrix of scores with its columns in the order of some classes; as it is where it does not name its own.
 *
 * @returns `null` where it has other classes, or another number of them
 */
export async function inOrderOf(scores: ScoreMatrix, classes: readonly string[]): Promise<ScoreMatrix | null> {
  const { names, values } = scores
  if (scores.classes !== classes.length) return null
  if (names === undefined) return scores
  const { isSameClass } = await import('@sluice/models')
  const from = classes.map((name) => names.findIndex((own) => isSameClass(own, name)))
  if (from.includes(-1)) return null
  if (from.every((place, i) => place === i)) return { ...scores, names: classes }
  const k = classes.length
  return { classes: k, names: classes, values: values.map((_, i) => values[i - (i % k) + from[i % k]!]!) }
}

/** The names of a model's classes, spelt as the labels of a table where they are the same. */
export async function speltAs(names: readonly string[], labels: readonly string[]): Promise<string[]> {
  const { isSameClass } = await import('@sluice/models')
  return names.map((name) => labels.find((label) => isSameClass(label, name)) ?? name)
}

/** What to write where a model does not name its classes: the labels of a table, in the order that libraries give them. */
export function classesHint(labels: readonly string[]): string {
  const sorted = [...labels].sort((a, b) => Number(a) - Number(b) || (a < b ? -1 : a > b ? 1 : 0))
  return `Name them in the order of the columns; scikit-learn, LightGBM and XGBoost sort them: classes: [${sorted.join(', ')}].`
}
