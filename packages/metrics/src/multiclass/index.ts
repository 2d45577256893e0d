export { multiclassAccuracy, multiclassBalancedAccuracy } from './accuracy.ts'
export { predictedClasses } from './class-input.ts'
export { type ConfusionMatrix, confusionMatrix, type Normalisation, normalised } from './confusion-matrix.ts'
export { type KappaOptions, multiclassKappa } from './kappa.ts'
export { multiclassMcc } from './mcc.ts'
export {
  type AverageOptions,
  type MulticlassFBetaOptions,
  multiclassFBeta,
  multiclassPrecision,
  multiclassRecall,
} from './precision-recall.ts'
export { meanSetSize, setCoverage } from './prediction-sets.ts'
export {
  type MulticlassBrierOptions,
  type MulticlassLogLossOptions,
  multiclassBrier,
  multiclassLogLoss,
  rankedProbabilityScore,
} from './probability-losses.ts'
export { type MulticlassAucOptions, multiclassRocAuc } from './roc-auc.ts'
export { type TopKOptions, topKAccuracy } from './top-k-accuracy.ts'
