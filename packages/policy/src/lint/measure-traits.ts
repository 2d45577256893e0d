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

/** Of which classes a binary measure needs a row each, or it has no value; the others have one on any rows. */
export const neededClasses: Readonly<Record<string, 'both' | 'positives' | 'negatives'>> = {
  roc_auc: 'both',
  gini: 'both',
  ks: 'both',
  partial_auc: 'both',
  log_loss_skill: 'both',
  brier_skill: 'both',
  calibration_slope: 'both',
  calibration_intercept: 'both',
  calibration_in_the_large: 'both',
  discrimination: 'both',
  mcc: 'both',
  recall_at_fpr: 'both',
  label_error_rate: 'both',
  pr_auc: 'positives',
  recall: 'positives',
  false_negative_rate: 'positives',
  lift_at_k: 'positives',
  capture_at_k: 'positives',
  precision_at_recall: 'positives',
  recall_at_precision: 'positives',
  specificity: 'negatives',
  false_positive_rate: 'negatives',
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

/** Distances from calibration: never below 0, and biased upwards near it. */
export const calibrationErrors: readonly string[] = [
  'ece',
  'debiased_ece',
  'ece_sweep',
  'ace',
  'mce',
  'rmsce',
  'smooth_ece',
  'classwise_ece',
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
  /** Below these the interval is known not to cover as often as it says; `null` for no limit. */
  readonly minRows: number | null
  readonly minPositives: number | null
  readonly because: string
}

const fewPositives =
  'with 4 positives 95 % intervals held the true value in 79 to 88 % of simulated tables (docs/interval-coverage.md)'

const fewForLine =
  'with 8 positives its 95 % interval held the true value in 91 % of simulated tables, with 3 in about 80 % (docs/calibration.md)'

/**
 * Where intervals do not hold their level, or are not known to; a measure may have several limits, each for its own
 * reason. docs/interval-coverage.md, which `npm run coverage:intervals -- --write` makes, has 4, 40 and 400 positives.
 */
export const intervalLimits: readonly IntervalLimit[] = [
  { measure: 'roc_auc', minRows: null, minPositives: 30, because: fewPositives },
  { measure: 'log_loss', minRows: null, minPositives: 30, because: fewPositives },
  { measure: 'brier', minRows: null, minPositives: 30, because: fewPositives },
  {
    measure: 'pr_auc',
    minRows: null,
    minPositives: 60,
    because:
      'average precision is skewed with few positives: with 40 of them 95 % intervals held the true value in 92 % of simulated tables, with 4 in 85 % (docs/interval-coverage.md; Boyd, Eng & Page 2013)',
  },
  {
    measure: 'ece',
    minRows: null,
    minPositives: 60,
    because:
      'with few positives 95 % intervals of its differences held the true one in less than 93 % of simulated tables (docs/interval-coverage.md)',
  },
  {
    measure: 'recall',
    minRows: null,
    minPositives: 10,
    because:
      'few rates are possible at all: with 4 positives the 95 % interval held the true value in 96 to 97 % of simulated tables, that of a difference in 99.8 %, so that it decides later than it could (docs/interval-coverage.md)',
  },
  { measure: 'calibration_slope', minRows: null, minPositives: 30, because: fewForLine },
  { measure: 'calibration_intercept', minRows: null, minPositives: 30, because: fewForLine },
  { measure: 'calibration_in_the_large', minRows: null, minPositives: 30, because: fewForLine },
  { measure: 'spiegelhalter_z', minRows: null, minPositives: 30, because: fewForLine },
  {
    measure: 'kernel_calibration_error',
    minRows: null,
    minPositives: 1000,
    because:
      'its 95 % interval held the true value in 86 to 87 % of simulated tables with 40 to 400 positives, and once in 62 % with 4 (docs/interval-coverage.md)',
  },
  {
    measure: 'classwise_ece',
    minRows: 1000,
    minPositives: null,
    because: 'a binned calibration error is biased upwards on few rows (Kumar, Liang & Ma 2019)',
  },
]
