import type { Metric } from '../metric.ts'
import type { BinarySample } from '../samples.ts'
import { rocAuc } from './roc-auc.ts'

/**
 * Gini coefficient of discrimination (Somers' D): 2 AUC − 1, from −1 to 1.
 *
 * Interval: DeLong's, symmetric on Fisher's z, which is the logit scale of the AUC. None at exactly ±1: judge the AUC,
 * whose ordered pairs bound it.
 */
export const gini: Metric<BinarySample, Record<never, never>> = {
  scale: 'fisher_z',
  inference: 'delong',
  estimate(sample, options) {
    const auc = rocAuc.estimate(sample, options)
    if (auc.value === null) return auc
    const value = 2 * auc.value - 1
    if (auc.uncertainty === null) return { ...auc, value }
    if (auc.uncertainty.kind !== 'normal')
      return { ...auc, value, uncertainty: null, noInterval: 'every pair is ordered alike; roc_auc has a bound there' }
    const standardError = 2 * auc.uncertainty.standardError
    return { ...auc, value, uncertainty: { ...auc.uncertainty, scale: 'fisher_z', range: [-1, 1], standardError } }
  },
  influence(sample, options) {
    return rocAuc.influence?.(sample, options)?.map((phi) => 2 * phi) ?? null
  },
}
