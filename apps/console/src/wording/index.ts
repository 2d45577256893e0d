export {
  type Bounds,
  boundList,
  boundsOf,
  type ConditionKind,
  conditionKind,
  expectation,
  isDifference,
  isSpread,
  ruleOf,
  subject,
} from './condition.ts'
export {
  bytesText,
  counted,
  countText,
  type NumberScale,
  numberText,
  percentText,
  scaleOf,
  shortNumber,
} from './number-text.ts'
export { sliceName } from './slice-name.ts'
export { statusOrder, statusRank, statusWord } from './status-order.ts'
export { daysBetween, dayText, momentText, relativeText, today } from './time-text.ts'
export { verdictSentence } from './verdict-sentence.ts'
export { worstGates, worstMeasurements } from './worst-first.ts'
