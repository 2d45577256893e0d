/**
 * `npm run calibrators [-- --data FOLDER]`: on each pack the calibrator that is chosen on rows for fitting, against every
 * other, on rows for judging. Prints Markdown; docs/calibration.md holds the last table.
 */
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import {
  applyCalibrator,
  type Choice,
  chooseCalibrator,
  chooseClassCalibrator,
  ece,
  fitCalibrator,
  isFitted,
  smoothEce,
  topLabelEce,
  topLabelSample,
} from '@sluice/calibration'
import {
  type BinarySample,
  type Estimate,
  logLoss,
  type MulticlassSample,
  multiclassLogLoss,
  orderByScore,
  pairedDifference,
} from '@sluice/metrics'
import { interval } from '@sluice/stats'
import { binaryFamily, type Family, multiclassFamily } from '../../packages/calibration/src/choose/families.ts'
import { binaryPacks, landsatPack, type Pack } from './packs.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const { values: flags } = parseArgs({ options: { data: { type: 'string' } } })
const binning = { bins: 15, strategy: 'uniform' } as const

console.log(
  '| pack | rows to fit | chosen | log loss | ECE | smooth ECE | best of all on the rows judged | chosen − best, 95 % | within noise |',
)
console.log('|---|---:|---|---:|---:|---:|---|---|---|')
for (const pack of await binaryPacks(root, flags.data)) {
  const calibrated = (sample: BinarySample, scores: Float64Array) =>
    orderByScore(scores, sample.labels, { keepRows: true })
  compare(pack, binaryFamily, chooseCalibrator(pack.fit), calibrated, (sample) => ({
    logLoss: logLoss.estimate(sample, {}),
    ece: ece.estimate(sample, binning),
    smooth: smoothEce.estimate(sample, {}),
  }))
}
const landsat = await landsatPack(root)
const measuredClasses = (sample: MulticlassSample) => ({
  logLoss: multiclassLogLoss.estimate(sample, {}),
  ece: topLabelEce.estimate(sample, binning),
  smooth: smoothEce.estimate(topLabelSample(sample), {}),
})
const withProbabilities = (sample: MulticlassSample, probabilities: Float64Array) => ({ ...sample, probabilities })
compare(landsat, multiclassFamily, chooseClassCalibrator(landsat.fit), withProbabilities, measuredClasses)
printTemperature()

type Measured = Readonly<Record<'logLoss' | 'ece' | 'smooth', Estimate>>

function compare<Sample extends BinarySample | MulticlassSample>(
  { name, fit, judge }: Pack<Sample>,
  family: Family<Sample>,
  choice: Choice | { notFitted: string },
  withScores: (sample: Sample, scores: Float64Array) => Sample,
  measure: (sample: Sample) => Measured,
): void {
  if (!('chosen' in choice)) throw new Error(`${name}: ${choice.notFitted}`)
  const judged = new Map<string, Sample>()
  for (const { method } of family.candidates) {
    const calibrator = fitCalibrator(method, fit)
    if (!isFitted(calibrator)) continue
    judged.set(method.name, withScores(judge, applyCalibrator(calibrator, family.scores(judge))))
  }
  const lossOf = (method: string) => family.loss.estimate(judged.get(method)!, {}).value ?? Infinity
  const best = [...judged.keys()].reduce((a, b) => (lossOf(b) < lossOf(a) ? b : a))
  const [before, after] = [measure(judged.get('identity')!), measure(judged.get(choice.chosen)!)]
  const behind = pairedDifference(family.loss, judged.get(choice.chosen)!, judged.get(best)!, {})
  const change = (key: keyof Measured) => `${before[key].value!.toFixed(4)} → ${after[key].value!.toFixed(4)}`
  const ends =
    behind.value === 0 || behind.uncertainty === null ? null : interval(behind.value!, behind.uncertainty, 0.95)
  const gap = ends === null ? '0' : `${behind.value!.toFixed(5)} [${ends.lower.toFixed(5)}, ${ends.upper.toFixed(5)}]`
  const within = ends === null || ends.lower <= 0 ? 'yes' : 'no'
  const cells = [
    name,
    fit.labels.length,
    choice.chosen,
    change('logLoss'),
    change('ece'),
    change('smooth'),
    best,
    gap,
    within,
  ]
  console.log(`| ${cells.join(' | ')} |`)
}

function printTemperature(): void {
  const { method } = multiclassFamily.candidates.find((one) => one.method.name === 'class_temperature')!
  const calibrator = fitCalibrator(method, landsat.fit)
  if (!isFitted(calibrator)) throw new Error(calibrator.explanation)
  const scaled = { ...landsat.judge, probabilities: applyCalibrator(calibrator, landsat.judge.probabilities) }
  const [before, after] = [measuredClasses(landsat.judge), measuredClasses(scaled)]
  const { temperature } = calibrator.parameters as { temperature: number }
  const text = (estimate: Estimate) => {
    const { lower, upper } = interval(estimate.value!, estimate.uncertainty!, 0.95)
    return `${estimate.value!.toFixed(4)} [${lower.toFixed(4)}, ${upper.toFixed(4)}]`
  }
  console.log(
    `\nTemperature scaling on landsat (T = ${temperature.toFixed(3)}): top-label ECE, 15 bins of equal width, on rows`,
  )
  console.log(`it did not see: ${text(before.ece)} → ${text(after.ece)}, a factor of`)
  console.log(
    `${(before.ece.value! / after.ece.value!).toFixed(1)}; smooth ECE ${text(before.smooth)} → ${text(after.smooth)}.`,
  )
}
