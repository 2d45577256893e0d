import type { MeasureCatalogue } from '@sluice/policy'
import { type AttackMethod, perturbations } from '@sluice/robustness'
import { calibrators } from '../calibrators.ts'
import type { Measure, MeasuredTask } from '../define-measure.ts'
import { ace } from './calibration/ace.ts'
import { calibrationInTheLarge } from './calibration/calibration-in-the-large.ts'
import { calibrationIntercept } from './calibration/calibration-intercept.ts'
import { calibrationSlope } from './calibration/calibration-slope.ts'
import { classwiseEce } from './calibration/classwise-ece.ts'
import { debiasedEce } from './calibration/debiased-ece.ts'
import { discrimination } from './calibration/discrimination.ts'
import { ece } from './calibration/ece.ts'
import { eceSweep } from './calibration/ece-sweep.ts'
import { kernelCalibrationError } from './calibration/kernel-calibration-error.ts'
import { mce } from './calibration/mce.ts'
import { miscalibration } from './calibration/miscalibration.ts'
import { rmsce } from './calibration/rmsce.ts'
import { smoothEce } from './calibration/smooth-ece.ts'
import { spiegelhalterZ } from './calibration/spiegelhalter-z.ts'
import { accuracy } from './decision/accuracy.ts'
import { balancedAccuracy } from './decision/balanced-accuracy.ts'
import { captureAtK } from './decision/capture-at-k.ts'
import { cohenKappa } from './decision/cohen-kappa.ts'
import { fBeta } from './decision/f-beta.ts'
import { f1 } from './decision/f1.ts'
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
import { duplicateRate } from './golden/duplicate-rate.ts'
import { effectiveSampleSize } from './golden/effective-sample-size.ts'
import { goldenAge } from './golden/golden-age.ts'
import { goldenCoverage } from './golden/golden-coverage.ts'
import { goldenDrift } from './golden/golden-drift.ts'
import { goldenSliceCoverage } from './golden/golden-slice-coverage.ts'
import { labelAgreement } from './golden/label-agreement.ts'
import { labelErrorRate } from './golden/label-error-rate.ts'
import { leakageRate } from './golden/leakage-rate.ts'
import { reviewedShare } from './golden/reviewed-share.ts'
import { macroF1 } from './multiclass/macro-f1.ts'
import { macroRocAuc } from './multiclass/macro-roc-auc.ts'
import { meanSetSize } from './multiclass/mean-set-size.ts'
import { ovoRocAuc } from './multiclass/ovo-roc-auc.ts'
import { rankedProbabilityScore } from './multiclass/ranked-probability-score.ts'
import { topKAccuracy } from './multiclass/top-k-accuracy.ts'
import { hammingLoss } from './multilabel/hamming-loss.ts'
import { labelRankingAveragePrecision } from './multilabel/label-ranking-average-precision.ts'
import { subsetAccuracy } from './multilabel/subset-accuracy.ts'
import { brier } from './probability/brier.ts'
import { brierSkill } from './probability/brier-skill.ts'
import { logLoss } from './probability/log-loss.ts'
import { logLossSkill } from './probability/log-loss-skill.ts'
import { coverage } from './quantile/coverage.ts'
import { intervalScore } from './quantile/interval-score.ts'
import { meanIntervalWidth } from './quantile/mean-interval-width.ts'
import { pinball } from './quantile/pinball.ts'
import { hitRate } from './ranking/hit-rate.ts'
import { map } from './ranking/map.ts'
import { mrr } from './ranking/mrr.ts'
import { ndcg } from './ranking/ndcg.ts'
import { bias } from './regression/bias.ts'
import { mae } from './regression/mae.ts'
import { mape } from './regression/mape.ts'
import { medianAbsoluteError } from './regression/median-absolute-error.ts'
import { r2 } from './regression/r2.ts'
import { rmse } from './regression/rmse.ts'
import { spearman } from './regression/spearman.ts'
import { wape } from './regression/wape.ts'
import { attackSuccessRate } from './robustness/attack-success-rate.ts'
import { directionalViolations } from './robustness/directional-violations.ts'
import { failureRate } from './robustness/failure-rate.ts'
import { flipRate } from './robustness/flip-rate.ts'
import { relativeCorruptionError } from './robustness/relative-corruption-error.ts'
import { robustAccuracy } from './robustness/robust-accuracy.ts'
import { smallestFlip } from './robustness/smallest-flip.ts'
import { latency } from './serving/latency.ts'
import { latencyRatio } from './serving/latency-ratio.ts'
import { modelSize } from './serving/model-size.ts'
import { agreement } from './variants/agreement.ts'
import { negativeFlipRate } from './variants/negative-flip-rate.ts'
import { positiveFlipRate } from './variants/positive-flip-rate.ts'

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
  smoothEce,
  debiasedEce,
  eceSweep,
  mce,
  ace,
  rmsce,
  kernelCalibrationError,
  calibrationSlope,
  calibrationIntercept,
  calibrationInTheLarge,
  spiegelhalterZ,
  miscalibration,
  discrimination,
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
  macroF1,
  macroRocAuc,
  ovoRocAuc,
  rankedProbabilityScore,
  topKAccuracy,
  meanSetSize,
  classwiseEce,
  subsetAccuracy,
  hammingLoss,
  labelRankingAveragePrecision,
  mae,
  rmse,
  medianAbsoluteError,
  r2,
  mape,
  wape,
  bias,
  spearman,
  pinball,
  coverage,
  meanIntervalWidth,
  intervalScore,
  ndcg,
  map,
  mrr,
  hitRate,
  goldenCoverage,
  goldenDrift,
  goldenSliceCoverage,
  goldenAge,
  labelAgreement,
  reviewedShare,
  labelErrorRate,
  leakageRate,
  duplicateRate,
  effectiveSampleSize,
  negativeFlipRate,
  positiveFlipRate,
  agreement,
  latency,
  latencyRatio,
  modelSize,
  failureRate,
  flipRate,
  robustAccuracy,
  directionalViolations,
  relativeCorruptionError,
  attackSuccessRate,
  smallestFlip,
]

export const measures: ReadonlyMap<string, Measure> = new Map(all.map((measure) => [measure.name, measure]))

/** The measures whose question is whether probabilities are honest. */
export const calibrationMeasures: ReadonlySet<string> = new Set(
  [
    ece,
    smoothEce,
    debiasedEce,
    eceSweep,
    mce,
    ace,
    rmsce,
    kernelCalibrationError,
    calibrationSlope,
    calibrationIntercept,
    calibrationInTheLarge,
    spiegelhalterZ,
    miscalibration,
    discrimination,
    classwiseEce,
  ].map(({ name }) => name),
)

/** What `policy` is handed: it knows no measure by name. */
export const measureCatalogue: MeasureCatalogue = {
  measures,
  calibrators: new Map(
    [...calibrators].map(([name, byTask]) => [name, { tasks: Object.keys(byTask) as (keyof typeof byTask)[] }]),
  ),
  perturbations,
  attacks: ['hop_skip_jump', 'square'] satisfies AttackMethod[],
}

/** What `sluice measure` prints where nobody asks for anything else. */
export const usualMeasures: Readonly<Record<MeasuredTask, readonly string[]>> = {
  binary: ['roc_auc', 'pr_auc', 'log_loss', 'brier', 'ece', 'precision', 'recall', 'f1'],
  multiclass: ['accuracy', 'balanced_accuracy', 'macro_f1', 'macro_roc_auc', 'log_loss', 'brier', 'ece'],
  multilabel: ['subset_accuracy', 'hamming_loss', 'macro_f1', 'macro_roc_auc'],
  regression: ['mae', 'rmse', 'r2', 'bias'],
  quantile: ['pinball', 'coverage', 'interval_score'],
  ranking: ['ndcg', 'map', 'mrr', 'hit_rate'],
}
