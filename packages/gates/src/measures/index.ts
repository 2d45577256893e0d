import type { MeasureCatalogue } from '@sluice/policy'
import type { MeasuredTask, Measure } from '../define-measure.ts'
import { ece } from './calibration/ece.ts'
import { mce } from './calibration/mce.ts'
import { accuracy } from './decision/accuracy.ts'
import { balancedAccuracy } from './decision/balanced-accuracy.ts'
import { captureAtK } from './decision/capture-at-k.ts'
import { cohenKappa } from './decision/cohen-kappa.ts'
import { f1 } from './decision/f1.ts'
import { fBeta } from './decision/f-beta.ts'
import { falseNegativeRate } from './decision/false-negative-rate.ts'
import { falsePositiveRate } from './decision/false-positive-rate.ts'
import { liftAtK } from './decision/lift-at-k.ts'
import { mcc } from './decision/mcc.ts'
import { negativePredictiveValue } from './decision/negative-predictive-value.ts'
import { netBenefit } from './decision/net-benefit.ts'
import { precision } from './decision/precision.ts'
import { precisionAtK } from './decision/precision-at-k.ts'
import { precisionAtRecall } from './decision/precision-at-recall.ts'
import { recall } from './decision/recall.ts'
import { recallAtFpr } from './decision/recall-at-fpr.ts'
import { recallAtPrecision } from './decision/recall-at-precision.ts'
import { selectionRate } from './decision/selection-rate.ts'
import { specificity } from './decision/specificity.ts'
import { gini } from './discrimination/gini.ts'
import { ks } from './discrimination/ks.ts'
import { partialAuc } from './discrimination/partial-auc.ts'
import { prAuc } from './discrimination/pr-auc.ts'
import { rocAuc } from './discrimination/roc-auc.ts'
import { brier } from './probability/brier.ts'
import { brierSkill } from './probability/brier-skill.ts'
import { logLoss } from './probability/log-loss.ts'
import { logLossSkill } from './probability/log-loss-skill.ts'

/** Every measure that a gate can be about, in the order of the reference. */
const all: readonly Measure[] = [
  rocAuc,
  prAuc,
  gini,
  ks,
  partialAuc,
  logLoss,
  brier,
  logLossSkill,
  brierSkill,
  ece,
  mce,
  accuracy,
  balancedAccuracy,
  precision,
  recall,
  specificity,
  f1,
  fBeta,
  mcc,
  cohenKappa,
  falsePositiveRate,
  falseNegativeRate,
  negativePredictiveValue,
  selectionRate,
  netBenefit,
  liftAtK,
  precisionAtK,
  captureAtK,
  precisionAtRecall,
  recallAtPrecision,
  recallAtFpr,
]

export const measures: ReadonlyMap<string, Measure> = new Map(all.map((measure) => [measure.name, measure]))

/** What `policy` is handed: it knows no measure by name. */
export const measureCatalogue: MeasureCatalogue = { measures }

/** What `sluice measure` prints where nobody asks for anything else. */
export const usualMeasures: Readonly<Record<MeasuredTask, readonly string[]>> = {
  binary: ['roc_auc', 'pr_auc', 'log_loss', 'brier', 'ece', 'precision', 'recall', 'f1'],
  multiclass: ['accuracy', 'balanced_accuracy', 'macro_f1', 'macro_roc_auc', 'log_loss', 'brier', 'ece'],
  multilabel: ['subset_accuracy', 'hamming_loss', 'macro_f1', 'macro_roc_auc'],
  regression: ['mae', 'rmse', 'r2', 'bias'],
  quantile: ['pinball', 'coverage', 'interval_score'],
  ranking: ['ndcg', 'map', 'mrr', 'hit_rate'],
}
