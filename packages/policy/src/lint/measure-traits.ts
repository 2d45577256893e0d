/**
 * What lint knows of measures by name. Names are a contract; a catalogue without one of them only makes a rule silent.
 */

/** Of which rows a share is taken. */
export type RateBase = 'rows' | 'positives' | 'negatives'

/** Shares, whose interval is Wilson's, with what they are a share of. Precision is one of at most all rows. */
export const rates: Readonly<Record<string, RateBase>> = {
  accuracy: 'rows',
  selection_rate: 'rows',
  precision: 'rows',
  top_k_accuracy: 'rows',
  coverage: 'rows',
  recall: 'positives',
  specificity: 'negatives',
}

export const rankingQuality: readonly string[] = ['roc_auc', 'pr_auc', 'ks', 'macro_roc_auc', 'lift_at_k']

/** Judge the probabilities themselves: proper scores and calibration. */
export const probabilityQuality: readonly string[] = [
  'log_loss',
  'brier',
  'ece',
  'mce',
  'smooth_ece',
  'classwise_ece',
  'calibration_slope',
  'calibration_intercept',
]

/** Say how the rare class is found, whatever the share of the other. */
export const rareClassQuality: readonly string[] = [
  'pr_auc',
  'recall_at_precision',
  'lift_at_k',
  'recall',
  'precision',
  'f1',
  'mcc',
]

export interface IntervalLimit {
  readonly measure: string
  /** Below these the interval is known to cover less often than it says; `null` for no limit. */
  readonly minRows: number | null
  readonly minPositives: number | null
  readonly because: string
}

/** Where intervals are not to be trusted; a measure may have several limits, each for its own reason. The numbers come from the coverage simulation, `npm run coverage:intervals`. */
export const intervalLimits: readonly IntervalLimit[] = [
  {
    measure: 'ece',
    minRows: 1000,
    minPositives: null,
    because:
      'a binned calibration error is biased upwards on few rows, more so the better the model (Kumar, Liang & Ma 2019; Roelofs et al. 2022)',
  },
  {
    measure: 'classwise_ece',
    minRows: 1000,
    minPositives: null,
    because: 'a binned calibration error is biased upwards on few rows (Kumar, Liang & Ma 2019)',
  },
  {
    measure: 'pr_auc',
    minRows: null,
    minPositives: 20,
    because: 'average precision is skewed and its interval too short with few positives (Boyd, Eng & Page 2013)',
  },
]
