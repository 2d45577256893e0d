/** How the console says things: the words of every report, and what only a page needs. */
export {
  type Bounds,
  boundList,
  boundsOf,
  conditionKind,
  counted,
  countText,
  expectation,
  isDifference,
  isSpread,
  type NumberScale,
  percentText,
  rule,
  scaleOf,
  shortNumber,
  sliceName,
  statusOrder,
  subject,
  verdictWords,
  worstGates,
  worstMeasurements,
} from '@sluice/report/words'
export { bytesText, estimateText, millisecondsText, numberText, rateText } from './number-text.ts'
export { statusRank, statusWord } from './status-words.ts'
export { daysBetween, dayText, momentText, relativeText, today } from './time-text.ts'
