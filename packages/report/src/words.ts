/**
 * The words and numbers that every report and the console share. Nothing here needs Node: `@sluice/report/words` is the
 * door for a browser.
 */
export {
  type Bounds,
  boundList,
  boundsOf,
  type ConditionKind,
  conditionKind,
  correctionName,
  expectation,
  expectationSign,
  isDifference,
  isSpread,
  rule,
  subject,
} from './condition.ts'
export { counted, countText, type NumberScale, numberText, percentText, scaleOf, shortNumber } from './number-text.ts'
export { statusOrder, worstGates, worstMeasurements } from './ordering.ts'
export { sliceName } from './slice-selection.ts'
export { paretoSentences } from './variants/pareto-sentences.ts'
export { type VerdictWords, verdictWords } from './verdict-words.ts'
