/** How the console says things: the words of every report, and what only a page needs. */
export {
  type Bounds,
  boundList,
  boundsOf,
  conditionKind,
  correctionName,
  counted,
  countText,
  isDifference,
  isSpread,
  type NumberScale,
  rule,
  scaleOf,
  sliceName,
  statusOrder,
  subject,
  verdictWords,
  worstGates,
  worstMeasurements,
} from '@sluice/report/words'
export { expectation, expectationSign } from './expectation.ts'
export {
  bytesText,
  estimateText,
  millisecondsText,
  numberText,
  percentText,
  rateText,
  shortNumber,
  withMinus,
} from './number-text.ts'
export { statusRank, statusWord } from './status-words.ts'
export { daysBetween, dayText, momentText, relativeText, today } from './time-text.ts'
