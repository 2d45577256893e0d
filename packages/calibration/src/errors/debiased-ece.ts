import type { BinarySample, Metric } from '@sluice/metrics'
import { notAbove } from '../bins/binned-error.ts'
import type { BinningOptions } from '../bins/cut-into-bins.ts'
import { ece } from './ece.ts'

/**
 * {@link ece} less its estimated bias, not below 0: twice the plug-in value less what it is expected to be were the bins'
 * differences those observed (Roelofs et al. 2022, with the exact mean of a folded normal in the place of resampling).
 *
 * 0 means that noise explains all of the difference. The interval is that of `ece`, which has the same target. Ties,
 * weights, undefined cases and influence as there.
 */
export const debiasedEce: Metric<BinarySample, BinningOptions> = {
  scale: 'identity',
  estimate(sample, options) {
    const estimate = ece.estimate(sample, options)
    const corrected = estimate.detail?.['biasCorrected']
    if (estimate.value === null || typeof corrected !== 'number') return estimate
    const { uncertainty } = estimate
    return {
      ...estimate,
      value: corrected,
      uncertainty: uncertainty?.kind === 'resampled' ? notAbove(uncertainty, corrected) : uncertainty,
      detail: { ...estimate.detail, plugIn: estimate.value },
    }
  },
  influence: (sample, options) => ece.influence?.(sample, options) ?? null,
}
