import type { ColumnRequest, InputFile, NumberColumn, Table, TableDescription } from '@sluice/dataset'
import type { Model } from '@sluice/models'
import type { DatasetDefinition, ModelDefinition, Policy } from '@sluice/policy'
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
  /** The same model, with the column where its predictions will be. */
  readonly withColumn: ModelDefinition
}

/** Tasks whose predictions are one number a row. */
const fields: Readonly<Partial<Record<Policy['task'], 'score' | 'prediction'>>> = {
  binary: 'score',
  ranking: 'score',
  regression: 'prediction',
}

/**
 * Opens the models among some whose predictions have to be asked for, and says which columns they read.
 *
 * @throws PolicyError at a model's line where it cannot be opened, reads what the table lacks, or is of a task whose
 *   predictions are more than a number a row
 */
export async function openAsked(
  policy: Policy,
  dataset: DatasetDefinition,
  models: readonly ModelDefinition[],
  described: TableDescription,
): Promise<AskedModel[]> {
  const opened: AskedModel[] = []
  try {
    for (const definition of models.filter(isAsked)) {
      const field = fields[policy.task]
      if (field === undefined)
        throw modelFault(definition, {
          code: 'model-without-columns',
          message: `this version asks models for one number a row, and a ${policy.task} prediction is several`,
          hint: 'Write the predictions into the table, and name their columns beside the call.',
        })
      const model = await openCalledModel(definition)
      const withColumn = { ...definition, [field]: `predictions of ${definition.name}` }
      opened.push({ definition, model, requests: [], withColumn })
      const requests = inputRequests(definition, model, described, dataset)
      opened[opened.length - 1] = { definition, model, requests, withColumn }
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
 * The table with a column of predictions for each model that was asked, in shared memory, so that every thread measures
 * them as if they had been read; and the models' files among its inputs.
 *
 * @throws PolicyError at a model's line where it fails, or answers with anything but a finite number a row
 */
export async function withPredictions(
  table: Table,
  asked: readonly AskedModel[],
  onProgress?: (text: string) => void,
): Promise<Table> {
  const columns = new Map(table.columns)
  const files: InputFile[] = []
  for (const { definition, model, requests, withColumn } of asked) {
    onProgress?.(`asking ${definition.name} for ${table.rows.toLocaleString('en-US')} predictions`)
    const scores = await atModelLine(definition, () => model.score(inputColumns(requests, table)))
    const name = (withColumn.score ?? withColumn.prediction)!
    columns.set(name, columnOf(name, scores, definition))
    for (const file of await filesOf(definition)) {
      if (![...table.inputs, ...files].some(({ path }) => path === file.path)) files.push(file)
    }
  }
  return { ...table, columns, inputs: [...table.inputs, ...files] }
}

function columnOf(name: string, scores: Awaited<ReturnType<Model['score']>>, model: CalledDefinition): NumberColumn {
  if (!(scores instanceof Float64Array))
    throw modelFault(model, {
      code: 'model-wrong-shape',
      message: `model '${model.name}' answers with ${scores.classes} numbers a row; expected one`,
      hint: 'Export the model with one output a row, the probability of the positive class or the predicted number.',
    })
  const values = new Float64Array(new SharedArrayBuffer(scores.byteLength))
  values.set(scores)
  const bad = values.findIndex((value) => !Number.isFinite(value))
  if (bad === -1) return { kind: 'number', name, values, missing: 0 }
  const count = values.reduce((sum, value) => sum + (Number.isFinite(value) ? 0 : 1), 0)
  throw modelFault(model, {
    code: 'model-not-finite',
    message: `model '${model.name}' answers ${values[bad]} in row ${bad + 1}, and in ${count.toLocaleString('en-US')} of ${values.length.toLocaleString('en-US')} rows nothing finite; expected a number for each row`,
    hint: 'Look at the missing values of those rows: a gate must not guess what the model would have said.',
  })
}
