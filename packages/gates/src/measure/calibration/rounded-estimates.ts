import { corpDecomposition, type Quality } from '@sluice/calibration'
import type { BinarySample, Estimate } from '@sluice/metrics'
import { interval } from '@sluice/stats'
import type { CalibrationQuality, DecompositionEvidence, EstimateWithLimits } from './calibration-evidence.ts'

export function qualityOf({ logLoss, brier, ece, smoothEce }: Quality): CalibrationQuality {
  return { logLoss: limitsOf(logLoss), brier: limitsOf(brier), ece: limitsOf(ece), smoothEce: limitsOf(smoothEce) }
}

/** An infinite value, as the log loss of a certainty that was wrong, is none. */
export function limitsOf({ value, uncertainty }: Estimate): EstimateWithLimits {
  if (value === null || !Number.isFinite(value)) return { value: null, lower: null, upper: null }
  if (uncertainty === null) return { value: rounded(value), lower: null, upper: null }
  const { lower, upper } = interval(value, uncertainty, 0.95)
  return { value: rounded(value), lower: rounded(lower), upper: rounded(upper) }
}

export function decompositionOf(order: BinarySample): DecompositionEvidence | null {
  const parts = corpDecomposition(order, { score: 'brier' })
  if (typeof parts === 'string') return null
  const { score, miscalibration, discrimination, uncertainty } = parts
  return {
    score: rounded(score),
    miscalibration: rounded(miscalibration),
    discrimination: rounded(discrimination),
    uncertainty: rounded(uncertainty),
  }
}

function rounded(value: number): number {
  return Number(value.toPrecision(6))
}
