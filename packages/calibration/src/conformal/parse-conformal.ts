import { MetricInputError } from '@sluice/metrics'
import type { FittedPredictionIntervals } from './prediction-intervals.ts'
import type { FittedPredictionSets } from './prediction-sets.ts'

const classScoreKinds = ['lac', 'aps', 'raps']
const intervalScores = ['absolute', 'normalised', 'quantile']

/**
 * Reads what `JSON.stringify` made of a fitted conformal predictor.
 *
 * @throws {MetricInputError} `invalid_option` where the text is none, with what was expected
 */
export function parseConformal(text: string): FittedPredictionSets | FittedPredictionIntervals {
  const fitted = parsed(text)
  const { schema, kind, alpha, thresholds } = fitted
  if (schema !== 'sluice.conformal/1') throw refused(`schema is ${JSON.stringify(schema)}`)
  if (kind === 'sets' && !classScoreKinds.includes((fitted['score'] as { kind?: string } | null)?.kind ?? '')) {
    throw refused(`score is ${JSON.stringify(fitted['score'])}`)
  }
  if (kind === 'intervals' && !intervalScores.includes(String(fitted['score']))) {
    throw refused(`score is ${JSON.stringify(fitted['score'])}`)
  }
  if (kind !== 'sets' && kind !== 'intervals') throw refused(`kind is ${JSON.stringify(kind)}`)
  if (!(typeof alpha === 'number' && alpha > 0 && alpha < 1)) throw refused(`alpha is ${JSON.stringify(alpha)}`)
  if (!Array.isArray(thresholds) || !thresholds.every(isThreshold)) throw refused('thresholds are not one a group')
  return fitted as unknown as FittedPredictionSets | FittedPredictionIntervals
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>
  } catch {
    // The answer below says what was expected instead.
  }
  throw refused('this is not a JSON object')
}

function isThreshold(one: unknown): boolean {
  const { group, rows, threshold } = (one ?? {}) as Record<string, unknown>
  return (
    typeof group === 'string' &&
    Number.isInteger(rows) &&
    (threshold === null || (typeof threshold === 'number' && Number.isFinite(threshold)))
  )
}

function refused(found: string): MetricInputError {
  return new MetricInputError(
    'invalid_option',
    `Not a fitted conformal predictor of sluice.conformal/1: ${found}. Fit it again and store what JSON.stringify gives.`,
  )
}
