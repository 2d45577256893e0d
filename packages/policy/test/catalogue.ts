import * as z from 'zod'
import type { MeasureCatalogue, MeasureEntry } from '../src/catalogue.ts'

type Entry = Pick<MeasureEntry, 'name' | 'tasks' | 'needs' | 'direction' | 'range'> &
  Partial<Pick<MeasureEntry, 'aliases' | 'options' | 'subject' | 'suite' | 'unit' | 'bySlice' | 'impliedBy'>> & {
    readonly label: string
    readonly interval: string
  }

function entry({ label, interval, options, ...rest }: Entry): MeasureEntry {
  return {
    ...rest,
    options: options ?? z.object({}),
    describe: {
      label,
      summary: `${label} in one sentence.`,
      formula: `formula of ${label}`,
      source: `source of ${label}`,
      interval,
      whenToUse: `When ${label} is wanted.`,
      edgeCases: `Edge cases of ${label}.`,
    },
  }
}

const rate = { tasks: ['binary'], needs: ['label', 'score', 'threshold'], direction: 'higher', range: [0, 1] } as const

const entries: readonly MeasureEntry[] = [
  entry({
    ...rate,
    name: 'roc_auc',
    needs: ['label', 'score'],
    aliases: ['auc', 'auroc'],
    label: 'ROC-AUC',
    interval: 'DeLong',
  }),
  entry({
    ...rate,
    name: 'pr_auc',
    needs: ['label', 'score'],
    aliases: ['average_precision'],
    label: 'PR-AUC',
    interval: 'Influence',
  }),
  entry({ ...rate, name: 'recall', aliases: ['sensitivity', 'tpr'], label: 'Recall', interval: 'Wilson' }),
  entry({ ...rate, name: 'precision', label: 'Precision', interval: 'Wilson' }),
  entry({ ...rate, name: 'accuracy', tasks: ['binary', 'multiclass'], label: 'Accuracy', interval: 'Wilson' }),
  entry({ ...rate, name: 'f1', aliases: ['f_score'], label: 'F1', interval: 'Delta' }),
  entry({ ...rate, name: 'informedness', range: [-1, 1], label: 'Informedness', interval: 'Wald' }),
  entry({ ...rate, name: 'mcc', range: [-1, 1], label: 'MCC', interval: 'Delta' }),
  entry({ ...rate, name: 'false_positive_rate', direction: 'lower', label: 'FPR', interval: 'Wilson' }),
  entry({
    ...rate,
    name: 'recall_at_precision',
    needs: ['label', 'score'],
    options: z.object({ precision: z.number().gt(0).lt(1).describe('The precision to keep.') }),
    label: 'Recall at precision',
    interval: 'Bootstrap',
  }),
  entry({
    name: 'log_loss',
    tasks: ['binary', 'multiclass'],
    needs: ['label', 'score'],
    direction: 'lower',
    range: [0, null],
    label: 'Log loss',
    interval: 't',
  }),
  entry({
    name: 'hamming_loss',
    tasks: ['multilabel'],
    needs: ['label', 'probabilities', 'threshold'],
    direction: 'lower',
    range: [0, 1],
    label: 'Hamming loss',
    interval: 't',
  }),
  entry({
    name: 'brier',
    tasks: ['binary'],
    needs: ['label', 'score'],
    direction: 'lower',
    range: [0, 1],
    label: 'Brier score',
    interval: 't',
  }),
  entry({
    name: 'ece',
    tasks: ['binary', 'multiclass'],
    needs: ['label', 'score'],
    direction: 'lower',
    range: [0, 1],
    aliases: ['calibration_error'],
    options: z.object({
      bins: z.int().min(2).max(1000).describe('How many bins.').default(15),
      strategy: z.enum(['uniform', 'quantile']).describe('How bins are cut.').default('uniform'),
    }),
    label: 'ECE',
    interval: 'Bootstrap',
  }),
  entry({
    name: 'rmse',
    tasks: ['regression'],
    needs: ['label', 'prediction'],
    direction: 'lower',
    range: [0, null],
    label: 'RMSE',
    interval: 'Delta',
  }),
  entry({
    name: 'r2',
    tasks: ['regression'],
    needs: ['label', 'prediction'],
    direction: 'higher',
    range: [null, 1],
    label: 'R²',
    interval: 'Delta',
  }),
  entry({
    name: 'failure_rate',
    tasks: ['binary', 'multiclass', 'regression'],
    subject: 'stress',
    needs: ['threshold'],
    direction: 'lower',
    range: [0, 1],
    label: 'Failure rate',
    interval: 'Wilson',
  }),
  entry({
    name: 'smallest_flip',
    tasks: ['binary', 'multiclass'],
    subject: 'stress',
    bySlice: false,
    suite: ['attack'],
    needs: ['threshold'],
    direction: 'higher',
    range: [0, null],
    label: 'Smallest flip',
    interval: 'Order statistics',
  }),
  entry({
    name: 'robust_accuracy',
    tasks: ['binary', 'multiclass'],
    subject: 'stress',
    suite: ['label'],
    needs: ['label', 'threshold'],
    direction: 'higher',
    range: [0, 1],
    label: 'Robust accuracy',
    interval: 'Wilson',
  }),
  entry({
    name: 'directional_violations',
    tasks: ['binary', 'regression'],
    subject: 'stress',
    suite: ['perturb', 'directional'],
    needs: [],
    direction: 'lower',
    range: [0, 1],
    label: 'Violations',
    interval: 'Wilson',
  }),
]

/** Measures of how a model answers and of two models, which not every catalogue has. */
const serving: readonly MeasureEntry[] = [
  entry({
    ...rate,
    name: 'negative_flip_rate',
    subject: 'pair',
    direction: 'lower',
    label: 'Negative flips',
    interval: 'Wilson',
  }),
  entry({
    name: 'latency',
    tasks: ['binary'],
    needs: ['call'],
    direction: 'lower',
    range: [0, null],
    unit: 'milliseconds',
    bySlice: false,
    options: z.strictObject({ quantile: z.number().gt(0).lt(1).default(0.99) }),
    label: 'Latency',
    interval: 'Order statistics',
  }),
  entry({
    name: 'latency_ratio',
    subject: 'pair',
    tasks: ['binary'],
    needs: ['call'],
    direction: 'lower',
    range: [0, null],
    bySlice: false,
    impliedBy: { condition: 'max_latency_ratio', ratioOf: 'latency' },
    options: z.strictObject({ quantile: z.number().gt(0).lt(1).default(0.99) }),
    label: 'Latency ratio',
    interval: 'Bootstrap',
  }),
]

const share = { amounts: 'a share above 0 and at most 1', accepts: (amount: number) => amount > 0 && amount <= 1 }

/** A small catalogue with the shapes that the real one has. */
export const catalogue: MeasureCatalogue = {
  measures: new Map(entries.map((one) => [one.name, one])),
  calibrators: new Map([
    ['isotonic', { tasks: ['binary'] }],
    ['temperature', { tasks: ['multiclass'] }],
  ]),
  perturbations: new Map([
    ['noise', { summary: 'Noise.', amounts: 'a number above 0', accepts: (amount: number) => amount > 0 }],
    ['missing', { summary: 'Missing.', ...share }],
    ['unseen_category', { summary: 'Unseen.', ...share }],
  ]),
  attacks: ['hop_skip_jump', 'square'],
}

/** The same, with measures of models that are asked. */
export const servingCatalogue: MeasureCatalogue = {
  ...catalogue,
  measures: new Map([...entries, ...serving].map((one) => [one.name, one])),
}
