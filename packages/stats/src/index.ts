export type {
  Interval,
  NormalUncertainty,
  OrderedPairsUncertainty,
  ProportionUncertainty,
  ResampledUncertainty,
  Uncertainty,
} from './uncertainty.ts'
