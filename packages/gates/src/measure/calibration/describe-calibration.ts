import { type Candidate, corpDecomposition, isFitted, type Quality } from '@sluice/calibration'
import { type BinarySample, type Estimate, type MulticlassSample, pairedDifference } from '@sluice/metrics'
import type { ModelDefinition, Policy } from '@sluice/policy'
import { interval, seedFromText } from '@sluice/stats'
import { calibrators } from '../../calibrators.ts'
import { type PreparedDataset, sampleSource } from '../prepare-dataset.ts'
import { type CalibratedSample, calibrateByEach } from './calibrate-by-each.ts'
import { binaryTask, type CalibratedTask, multiclassTask } from './calibrated-task.ts'
import type {
  CalibratedEvidence,
  CalibrationEvidence,
  CalibrationQuality,
  DecompositionEvidence,
  EstimateWithLimits,
} from './calibration-evidence.ts'
import { drawReliability, ofAllRows, ofOneSlice } from './draw-reliability.ts'
import { drawSample } from './drawn-sample.ts'
import { type JudgedModel, judgedModels } from './judged-models.ts'
import { mapSlices, type ShownSlices, shownSlices } from './slices-drawn.ts'

/** So many rows place a calibrator and a curve more finely than a screen shows; what is drawn of more is noted. */
const mostFitted = 20_000
const mostJudged = 50_000

/**
 * How honest the probabilities of a policy's models are and what each calibrator would make of them: of every model and
 * dataset that a gate asks calibration of, and of every model that is calibrated. Empty where nobody asks. Pure; seeded by
 * the policy, so that the chooser chooses as it does for the gates.
 */
export function describeCalibration(
  policy: Policy,
  datasets: readonly PreparedDataset[],
  onProgress?: (text: string) => void,
): CalibrationEvidence[] {
  if (policy.task !== 'binary' && policy.task !== 'multiclass') return []
  return judgedModels(policy, datasets).map((one) => {
    onProgress?.(`comparing calibrators of ${one.model.name} on ${one.judged.name}`)
    return policy.task === 'binary' ? describe(binaryTask, policy, one) : describe(multiclassTask, policy, one)
  })
}

function describe<Sample extends BinarySample | MulticlassSample>(
  task: CalibratedTask<Sample>,
  policy: Policy,
  { model, judged, fitting }: JudgedModel,
): CalibrationEvidence {
  const seed = seedFromText(`${policy.sha256}/calibrate/${model.name}`)
  const whole = uncalibrated<Sample>(policy, judged, model)
  const { sample, tableRows } = drawSample(task.family, whole, mostJudged, seed)
  const crossFitted = fitting === judged
  const fittingRows = crossFitted ? sample : uncalibrated<Sample>(policy, fitting, model)
  // The chooser must see what it saw for the gates.
  const most = model.calibrate?.method === 'auto' ? Number.POSITIVE_INFINITY : mostFitted
  const fitted = crossFitted ? sample : drawSample(task.family, fittingRows, most, seed).sample
  const choice = task.choose(fitted, seed)
  const applied = appliedMethod(task, model)
  const candidates = withApplied(task.family.candidates, applied)
  const calibrated = calibrateByEach(task.family, candidates, crossFitted ? null : fitted, sample, seed)
  // Scores as they are come first, and can always be had.
  const before = calibrated[0]!.sample!
  const planned = new Set(judged.data.plan.slices)
  const slices = shownSlices(
    judged.partitions.filter(({ name }) => planned.has(name)),
    tableRows,
  )
  const rows = { rows: sample.labels.length, ofRows: whole.labels.length }
  return {
    dataset: judged.name,
    model: model.name,
    of: task.of,
    ...rows,
    fitting: { dataset: fitting.name, rows: fitted.labels.length, crossFitted },
    applied: applied === null ? (model.calibrate !== null && isFitted(choice) ? choice.chosen : null) : applied.name,
    choice: isFitted(choice) ? { method: choice.chosen, why: choice.why } : null,
    methods: calibrated.map((one) => evidenceOf(task, one, before, slices, seed)),
    notes: [
      ...(isFitted(choice) ? [] : [`no calibrator is chosen: ${choice.explanation}`]),
      ...(rows.rows < rows.ofRows ? [drawnNote(rows.rows, rows.ofRows, judged.name)] : []),
      ...(fitted.labels.length < fittingRows.labels.length && !crossFitted
        ? [drawnNote(fitted.labels.length, fittingRows.labels.length, fitting.name)]
        : []),
      ...(slices.leftOut > 0 ? [`${slices.leftOut} smaller slices are not drawn`] : []),
    ],
  }
}

/** The model's own scores, whatever the policy puts between them and its gates. */
function uncalibrated<Sample>(policy: Policy, { input, source }: PreparedDataset, model: ModelDefinition): Sample {
  if (model.calibrate === null) return source.all(model.name) as Sample
  const models = input.data.models.map((read) => policy.models.find(({ name }) => name === read.name)!)
  return sampleSource({ ...input, policy, data: { ...input.data, models } }).all(model.name) as Sample
}

/** The method that the policy names; `null` without one, and where it leaves the choice. */
function appliedMethod<Sample>(task: CalibratedTask<Sample>, { calibrate }: ModelDefinition) {
  const named = calibrate === null ? undefined : calibrators.get(calibrate.method)
  return (named && task.named(named)) ?? null
}

function withApplied<Sample>(
  candidates: readonly Candidate<Sample>[],
  applied: Candidate<Sample>['method'] | null,
): readonly Candidate<Sample>[] {
  if (applied === null) return candidates
  const others = candidates.filter(({ method }) => method.name !== applied.name)
  const at = candidates.findIndex(({ method }) => method.name === applied.name)
  return others.toSpliced(at < 0 ? others.length : at, 0, { method: applied, leastRows: 0 })
}

function evidenceOf<Sample extends BinarySample | MulticlassSample>(
  task: CalibratedTask<Sample>,
  { method, sample, leftOut }: CalibratedSample<Sample>,
  before: Sample,
  slices: ShownSlices,
  seed: number,
): CalibratedEvidence {
  if (sample === null)
    return { method, leftOut: leftOut ?? '', quality: null, change: null, decomposition: null, reliability: [] }
  const order = task.drawn(sample)
  return {
    method,
    quality: qualityOf(task.family.quality(sample)),
    change: sample === before ? null : limitsOf(pairedDifference(task.family.loss, sample, before, {})),
    decomposition: decompositionOf(order),
    reliability: [
      drawReliability(order, ofAllRows, seed),
      ...mapSlices(order, slices, (partition, slice, rows) => ({
        partition,
        slice,
        ...drawReliability(rows, ofOneSlice, seed),
      })),
    ],
  }
}

function qualityOf({ logLoss, brier, ece, smoothEce }: Quality): CalibrationQuality {
  return { logLoss: limitsOf(logLoss), brier: limitsOf(brier), ece: limitsOf(ece), smoothEce: limitsOf(smoothEce) }
}

/** An infinite value, as the log loss of a certainty that was wrong, is none. */
function limitsOf({ value, uncertainty }: Estimate): EstimateWithLimits {
  if (value === null || !Number.isFinite(value)) return { value: null, lower: null, upper: null }
  if (uncertainty === null) return { value: rounded(value), lower: null, upper: null }
  const { lower, upper } = interval(value, uncertainty, 0.95)
  return { value: rounded(value), lower: rounded(lower), upper: rounded(upper) }
}

function decompositionOf(order: BinarySample): DecompositionEvidence | null {
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

function drawnNote(rows: number, of: number, dataset: string): string {
  const [drawn, all] = [rows, of].map((count) => count.toLocaleString('en-US'))
  return `${drawn} of the ${all} rows of '${dataset}' were drawn for this`
}
