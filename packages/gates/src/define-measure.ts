import type {
  BinarySample,
  Estimate,
  Metric,
  MulticlassSample,
  MultilabelSample,
  QuantileSample,
  RankingSample,
  RegressionSample,
} from '@sluice/metrics'
import { pairedDifference } from '@sluice/metrics'
import type { MeasureEntry } from '@sluice/policy'
import type { z } from 'zod'

/** The tasks that this version measures, each with the sample its metrics read. */
export interface SampleOf {
  readonly binary: BinarySample
  readonly multiclass: MulticlassSample
  readonly multilabel: MultilabelSample
  readonly regression: RegressionSample
  readonly quantile: QuantileSample
  readonly ranking: RankingSample
}

export type MeasuredTask = keyof SampleOf

export const measuredTasks: readonly MeasuredTask[] = [
  'binary',
  'multiclass',
  'multilabel',
  'regression',
  'quantile',
  'ranking',
]

/** What a measure may need beside the sample and its own options. */
export interface MeasureContext {
  /** The model's decision threshold: positive where score ≥ threshold. */
  readonly threshold: number
  /** Seeds whatever is resampled; derived from the policy's hash. */
  readonly seed: number
}

/** A metric with its options filled in. */
export interface BoundMetric<Sample> {
  estimate(sample: Sample): Estimate
  /** Candidate minus baseline over the same rows, paired row by row; of a measure of two models, its value. */
  compare(candidate: Sample, baseline: Sample): Estimate
}

export type MeasureByTask<Options> = {
  readonly [T in MeasuredTask]?: (options: Options, context: MeasureContext) => BoundMetric<SampleOf[T]>
}

/** What measures the things that need more than a model's scores: see `instruments/`. */
export type InstrumentName = 'golden' | 'serving' | 'stress'

/** One thing a gate can be about, declared once: schema, reference, help, plots and measuring all read this. */
export interface Measure extends MeasureEntry {
  readonly measure: MeasureByTask<Readonly<Record<string, unknown>>>
  /** A column of the sample that it reads where it is there, and that is worth working out once for all slices. */
  readonly reads?: 'logLosses'
  /** What measures it instead of `measure`, which is empty then. */
  readonly instrument?: InstrumentName
}

export interface MeasureDeclaration<Options extends z.ZodObject> extends Omit<MeasureEntry, 'tasks' | 'options'> {
  readonly options: Options
  readonly reads?: 'logLosses'
  readonly measure: MeasureByTask<z.output<Options>>
}

/** Declares a measure; its tasks are those it can measure. */
export function defineMeasure<Options extends z.ZodObject>(declaration: MeasureDeclaration<Options>): Measure {
  return {
    ...declaration,
    tasks: Object.keys(declaration.measure) as MeasuredTask[],
    measure: declaration.measure as MeasureByTask<Readonly<Record<string, unknown>>>,
  }
}

export interface PairMeasureDeclaration<Options extends z.ZodObject>
  extends Omit<MeasureEntry, 'tasks' | 'options' | 'subject'> {
  readonly options: Options
  readonly measure: {
    readonly [T in MeasuredTask]?: (
      options: z.output<Options>,
      context: MeasureContext,
    ) => (candidate: SampleOf[T], baseline: SampleOf[T]) => Estimate
  }
}

/** Declares a measure of two models on the same rows, which has no value for one of them. */
export function definePairMeasure<Options extends z.ZodObject>(declaration: PairMeasureDeclaration<Options>): Measure {
  const tasks = Object.keys(declaration.measure) as MeasuredTask[]
  const comparing = (task: MeasuredTask) => (options: z.output<Options>, context: MeasureContext) => ({
    estimate(): never {
      throw new Error(`${declaration.name} compares two models: the policy's check lets no gate name one`)
    },
    compare: declaration.measure[task]!(options, context),
  })
  const measure = Object.fromEntries(tasks.map((task) => [task, comparing(task)]))
  return { ...declaration, subject: 'pair', tasks, measure: measure as Measure['measure'] }
}

export interface InstrumentMeasureDeclaration extends MeasureEntry {
  readonly instrument: InstrumentName
}

/** Declares a measure that an instrument takes. */
export function defineInstrumentMeasure(declaration: InstrumentMeasureDeclaration): Measure {
  return { ...declaration, measure: {} }
}

/** Fills in a metric's options. */
export function bind<Sample, Options>(metric: Metric<Sample, Options>, options: Options): BoundMetric<Sample> {
  return {
    estimate: (sample) => metric.estimate(sample, options),
    compare: (candidate, baseline) => pairedDifference(metric, candidate, baseline, options),
  }
}
