export { binaryLabelErrorRate, type ConfidentLabels, confidentLabels, labelErrorRate } from './confident-learning.ts'
