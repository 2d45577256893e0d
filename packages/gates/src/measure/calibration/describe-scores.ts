import { type Candidate, type Choice, isFitted, type NotFitted } from '@sluice/calibration'
import { type BinarySample, type MulticlassSample, pairedDifference } from '@sluice/metrics'
import type { ModelDefinition, Policy } from '@sluice/policy'
import { seedFromText } from '@sluice/stats'
import { calibrators } from '../../calibrators.ts'
import { type PreparedDataset, sampleSource } from '../prepare-dataset.ts'
import { type CalibratedSample, calibrateByEach } from './calibrate-by-each.ts'
import type { CalibratedTask } from './calibrated-task.ts'
import type { CalibratedEvidence, CalibrationEvidence } from './calibration-evidence.ts'
import { drawReliability, ofAllRows, ofOneSlice } from './draw-reliability.ts'
import { drawSample } from './drawn-sample.ts'
import type { JudgedModel } from './judged-models.ts'
import { decompositionOf, limitsOf, qualityOf } from './rounded-estimates.ts'
import { mapSlices, type ShownSlices, shownSlices } from './slices-drawn.ts'

/** So many rows place a calibrator and a curve more finely than a screen shows; what is drawn of more is noted. */
const mostFitted = 20_000
const mostJudged = 50_000

/** What the scores of one column give, whichever model has them. */
export interface DescribedScores {
  /** The section of a model with these scores: its own calibrator stands among the others. */
  evidenceOf(model: JudgedModel): CalibrationEvidence
}

/** Draws the rows, chooses a calibrator, and describes each method when a model first has it. */
export function describeScores<Sample extends BinarySample | MulticlassSample>(
  task: CalibratedTask<Sample>,
  policy: Policy,
  { model, judged, fitting }: JudgedModel,
): DescribedScores {
  const seed = seedFromText(`${policy.sha256}/calibrate/${model.name}`)
  const whole = uncalibrated<Sample>(policy, judged, model)
  const { sample, tableRows } = drawSample(task.family, whole, mostJudged, seed)
  const crossFitted = fitting === judged
  const fittingRows = crossFitted ? sample : uncalibrated<Sample>(policy, fitting, model)
  // The chooser must see what it saw for the gates.
  const most = model.calibrate?.method === 'auto' ? Number.POSITIVE_INFINITY : mostFitted
  const fitted = crossFitted ? sample : drawSample(task.family, fittingRows, most, seed).sample
  const choice = task.choose(fitted, seed)
  const planned = new Set(judged.data.plan.slices)
  const slices = shownSlices(
    judged.partitions.filter(({ name }) => planned.has(name)),
    tableRows,
  )
  const describeMethod = describedOnce(task, crossFitted ? null : fitted, sample, slices, seed)
  const rows = { rows: sample.labels.length, ofRows: whole.labels.length }
  const notes = [
    ...(isFitted(choice) ? [] : [`no calibrator is chosen: ${choice.explanation}`]),
    ...(rows.rows < rows.ofRows ? [drawnNote(rows.rows, rows.ofRows, judged.name)] : []),
    ...(fitted.labels.length < fittingRows.labels.length && !crossFitted
      ? [drawnNote(fitted.labels.length, fittingRows.labels.length, fitting.name)]
      : []),
    ...(slices.leftOut > 0 ? [`${slices.leftOut} smaller slices are not drawn`] : []),
  ]
  return {
    evidenceOf({ model: one }) {
      const applied = appliedMethod(task, one)
      return {
        dataset: judged.name,
        model: one.name,
        of: task.of,
        ...rows,
        fitting: { dataset: fitting.name, rows: fitted.labels.length, crossFitted },
        applied: applied === null ? chosenFor(one, choice) : applied.name,
        choice: isFitted(choice) ? { method: choice.chosen, why: choice.why } : null,
        methods: withApplied(task.family.candidates, applied).map(describeMethod),
        notes,
      }
    },
  }
}

/** The method that is chosen where the policy leaves the choice. */
function chosenFor({ calibrate }: ModelDefinition, choice: Choice | NotFitted): string | null {
  return calibrate !== null && isFitted(choice) ? choice.chosen : null
}

/** The evidence of each method on the judged rows, worked out once. */
function describedOnce<Sample extends BinarySample | MulticlassSample>(
  task: CalibratedTask<Sample>,
  fitting: Sample | null,
  judged: Sample,
  slices: ShownSlices,
  seed: number,
): (candidate: Candidate<Sample>) => CalibratedEvidence {
  const calibrate = calibrateByEach(task.family, fitting, judged, seed)
  // Scores as they are come first, and can always be had.
  const asTheyAre = task.family.candidates[0]!
  const before = calibrate(asTheyAre).sample!
  const known = new Map<Candidate<Sample>['method'], CalibratedEvidence>()
  return (candidate) => {
    const { method } = candidate
    const described = known.get(method)
    if (described !== undefined) return described
    const calibrated = candidate === asTheyAre ? { method: method.name, sample: before } : calibrate(candidate)
    const evidence = evidenceOf(task, calibrated, before, slices, seed)
    known.set(method, evidence)
    return evidence
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

function drawnNote(rows: number, of: number, dataset: string): string {
  const [drawn, all] = [rows, of].map((count) => count.toLocaleString('en-US'))
  return `${drawn} of the ${all} rows of '${dataset}' were drawn for this`
}
