export {
  binaryLabelErrorRate,
  type ConfidentLabels,
  confidentBinaryLabels,
  confidentLabels,
  labelErrorRate,
} from './confident-learning.ts'
