import type { ColumnRequest, InputFile, NumberColumn, Table, TableDescription } from '@sluice/dataset'
import type { Model } from '@sluice/models'
import type { DatasetDefinition, ModelDefinition, Policy } from '@sluice/policy'
import type { Scores } from '@sluice/robustness'
import { positiveSpellings } from '../measure/positive-spellings.ts'
import { classesHint, speltAs } from './class-names.ts'
import { inputColumns, inputRequests } from './input-columns.ts'
import { atModelLine, type CalledDefinition, filesOf, modelFault, openCalledModel } from './open-called-model.ts'

/** Whether a model's predictions have to be asked for: no column of the table holds them. */
export function isAsked(model: ModelDefinition): model is CalledDefinition {
  const { call, score, prediction, probabilities, quantiles } = model
  return call !== null && score === null && prediction === null && probabilities === null && quantiles === null
}

/** A model that was opened to score a table. */
export interface AskedModel {
  readonly definition: CalledDefinition
  readonly model: Model
  readonly requests: readonly ColumnRequest[]
}

/** A table with the predictions that were asked for, and the models with the columns where they are. */
export interface Predicted {
  readonly table: Table
  readonly models: ReadonlyMap<string, ModelDefinition>
}

/** Tasks whose models can be asked, and the field of a model that names the columns of their predictions. */
const fields: Readonly<Partial<Record<Policy['task'], 'score' | 'prediction' | 'probabilities'>>> = {
  binary: 'score',
  ranking: 'score',
  regression: 'prediction',
  multiclass: 'probabilities',
}

/**
 * Opens the models among some whose predictions have to be asked for, and says which columns they read.
 *
 * @throws PolicyError at a model's line where it cannot be opened, reads what the table lacks, or is of a task whose
 *   models are not asked
 */
export async function openAsked(
  policy: Policy,
  dataset: DatasetDefinition,
  models: readonly ModelDefinition[],
  described: TableDescription,
): Promise<AskedModel[]> {
  const opened: AskedModel[] = []
  const wanted = policy.task === 'binary' ? { positive: positiveSpellings(dataset.columns.positive) } : {}
  try {
    for (const definition of models.filter(isAsked)) {
      if (fields[policy.task] === undefined)
        throw modelFault(definition, {
          code: 'model-without-columns',
          message: `this version asks models for one number a row, or one a class, and a ${policy.task} prediction is neither`,
          hint: 'Write the predictions into the table, and name their columns beside the call.',
        })
      const model = await openCalledModel(definition, wanted)
      opened.push({ definition, model, requests: [] })
      const requests = inputRequests(definition, model, described, dataset)
      opened[opened.length - 1] = { definition, model, requests }
    }
    return opened
  } catch (error) {
    await closeAsked(opened)
    throw error
  }
}

export async function closeAsked(asked: readonly AskedModel[]): Promise<void> {
  await Promise.all(asked.map(({ model }) => model.close()))
}

/**
 * The table with columns of predictions for each model that was asked, in shared memory, so that every thread measures
 * them as if they had been read; and the models' files among its inputs.
 *
 * @throws PolicyError at a model's line where it fails, or answers with anything but finite numbers: one a row, or for
 *   classes one each, with names
 */
export async function withPredictions(
  policy: Policy,
  dataset: DatasetDefinition,
  table: Table,
  asked: readonly AskedModel[],
  onProgress?: (text: string) => void,
): Promise<Predicted> {
  const columns = new Map(table.columns)
  const models = new Map<string, ModelDefinition>()
  const files: InputFile[] = []
  const labels = policy.task === 'multiclass' ? labelsIn(table, dataset) : []
  for (const { definition, model, requests } of asked) {
    onProgress?.(`asking ${definition.name} for ${table.rows.toLocaleString('en-US')} predictions`)
    const scores = await atModelLine(definition, () => model.score(inputColumns(requests, table)))
    const field = fields[policy.task]!
    const predicted =
      field === 'probabilities'
        ? await classColumns(scores, labels, definition)
        : [{ name: '', column: scoreColumn(scores, definition) }]
    for (const { column } of predicted) columns.set(column.name, column)
    const written = predicted.map(({ name, column }) => [name, column.name] as const)
    const named = field === 'probabilities' ? Object.fromEntries(written) : written[0]![1]
    models.set(definition.name, { ...definition, [field]: named })
    for (const file of await filesOf(definition)) {
      if (![...table.inputs, ...files].some(({ path }) => path === file.path)) files.push(file)
    }
  }
  return { table: { ...table, columns, inputs: [...table.inputs, ...files] }, models }
}

/** The labels of a table, as text. */
function labelsIn({ columns }: Table, { columns: { label } }: DatasetDefinition): string[] {
  const column = label === null ? undefined : columns.get(label)
  return column?.kind === 'category' ? column.categories.map(String) : []
}

function scoreColumn(scores: Scores, model: CalledDefinition): NumberColumn {
  if (scores instanceof Float64Array) return columnOf(`predictions of ${model.name}`, scores, 0, 1, model)
  throw modelFault(model, {
    code: 'model-wrong-shape',
    message: `model '${model.name}' answers with ${scores.classes} numbers a row${scores.names === undefined ? '' : ` (${scores.names.join(', ')})`}; expected one`,
    hint: `Write which of them is meant: call: { …, class: ${scores.names?.at(-1) ?? scores.classes - 1} }.`,
  })
}

/** A column a class, by the names that the table's labels have. */
async function classColumns(
  scores: Scores,
  labels: readonly string[],
  model: CalledDefinition,
): Promise<{ readonly name: string; readonly column: NumberColumn }[]> {
  if (scores instanceof Float64Array)
    throw modelFault(model, {
      code: 'model-wrong-shape',
      message: `model '${model.name}' answers with one number a row; expected one a class`,
      hint: 'Name the output of probabilities: call: { …, output: NAME }; or export the model with its probabilities.',
    })
  const { classes, values, names } = scores
  if (names === undefined)
    throw modelFault(model, {
      code: 'model-without-classes',
      message: `model '${model.name}' answers with ${classes} numbers a row and does not name the classes that they are of`,
      hint: classesHint(labels),
    })
  const spelt = await speltAs(names, labels)
  const shares = summingToOne(values, classes)
  return spelt.map((name, c) => ({
    name,
    column: columnOf(`predictions of ${model.name}: ${name}`, shares, c, classes, model),
  }))
}

/** How far the sum of a row of probabilities in single precision may be from 1. */
const singlePrecision = 1e-5

/**
 * Rows divided by their sums, where those are 1 but for single precision, in which most models work: measures hold the sum
 * to double precision. A row that is further off stays as it is, for them to refuse.
 */
function summingToOne(values: Float64Array, classes: number): Float64Array {
  const shares = values.slice()
  for (let from = 0; from < values.length; from += classes) {
    const row = shares.subarray(from, from + classes)
    const sum = row.reduce((total, value) => total + value, 0)
    if (Math.abs(sum - 1) <= singlePrecision)
      row.forEach((value, c) => {
        row[c] = value / sum
      })
  }
  return shares
}

/** Every `width`th of some values from the place `from` on, each of them finite. */
function columnOf(
  name: string,
  scores: Float64Array,
  from: number,
  width: number,
  model: CalledDefinition,
): NumberColumn {
  const rows = scores.length / width
  const values = new Float64Array(new SharedArrayBuffer(rows * Float64Array.BYTES_PER_ELEMENT))
  for (let row = 0; row < rows; row++) values[row] = scores[row * width + from]!
  const bad = values.findIndex((value) => !Number.isFinite(value))
  if (bad === -1) return { kind: 'number', name, values, missing: 0 }
  const count = values.reduce((sum, value) => sum + (Number.isFinite(value) ? 0 : 1), 0)
  throw modelFault(model, {
    code: 'model-not-finite',
    message: `model '${model.name}' answers ${values[bad]} in row ${bad + 1}, and in ${count.toLocaleString('en-US')} of ${values.length.toLocaleString('en-US')} rows nothing finite; expected a number for each row`,
    hint: 'Look at the missing values of those rows: a gate must not guess what the model would have said.',
  })
}
