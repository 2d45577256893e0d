import { resolve } from 'node:path'
import type { InputFile } from '@sluice/dataset'
import type { Model } from '@sluice/models'
import type { Policy, SuiteDefinition, SuiteModel } from '@sluice/policy'
import type { Columns, ScoreRows, Scores } from '@sluice/robustness'
import { type CalledDefinition, callSpec, filesOf } from '../../calls/open-called-model.ts'
import { atSuiteLine, suiteFault } from './suite-fault.ts'

type Role = 'model' | 'reference'

/** A model that was opened to be put under stress. */
export interface StressedModel {
  readonly role: Role
  readonly inputs: readonly string[]
  /** Columns whose categories its features file lists. */
  readonly listed: readonly string[]
  readonly files: readonly InputFile[]
  /** Scores rows; of the rows as they are, every score must be there. */
  scorer(clean: Columns): ScoreRows
  close(): Promise<void>
}

/**
 * Opens a suite's model.
 *
 * @throws PolicyError at the suite's line where it cannot be opened, or does not say which columns it reads
 */
export async function openSuiteModel(
  policy: Policy,
  suite: SuiteDefinition,
  role: Role,
  onScored: (rows: number) => void,
): Promise<StressedModel> {
  const { call } = suite[role] as SuiteModel
  const { openModel, readFeatures } = await import('@sluice/models')
  const { spec, options } = callSpec(call)
  const model = await atSuiteLine(suite, () => openModel(spec, options), role)
  if (model.inputs === null) {
    await model.close()
    throw suiteFault(suite, {
      code: 'model-without-inputs',
      message: `the model takes whatever it is given, so which columns of '${suite.on}' it reads is not known`,
      hint: 'Name them: { …, inputs: features.json } with { "order": ["age", "income"] } in the file.',
      field: role,
    })
  }
  const features = call.inputs === null ? null : await readFeatures(call.inputs, resolve(call.directory))
  return {
    role,
    inputs: model.inputs,
    listed: Object.keys(features?.categories ?? {}),
    files: await filesOf({ call } as CalledDefinition),
    scorer: (clean) => (columns) => score(policy, suite, role, model, clean, columns, onScored),
    close: () => model.close(),
  }
}

async function score(
  policy: Policy,
  suite: SuiteDefinition,
  role: Role,
  model: Model,
  clean: Columns,
  columns: Columns,
  onScored: (rows: number) => void,
): Promise<Scores> {
  const scores = await atSuiteLine(suite, () => model.score(columns), role)
  onScored(columns[0]!.values.length)
  if (columns === clean) requireAnswers(policy, suite, role, scores)
  return scores
}

/** A model that does not answer for a row as it is cannot be said to fail under stress. */
function requireAnswers(policy: Policy, suite: SuiteDefinition, role: Role, scores: Scores): void {
  const classes = scores instanceof Float64Array ? 1 : scores.classes
  const values = scores instanceof Float64Array ? scores : scores.values
  if ((policy.task === 'multiclass') !== classes > 1)
    throw suiteFault(suite, {
      code: 'model-wrong-shape',
      message: `the model answers with ${classes === 1 ? 'one number' : `${classes} numbers`} a row; expected ${policy.task === 'multiclass' ? 'one a class' : 'one'}`,
      hint:
        policy.task === 'multiclass'
          ? 'Export the model with one output a class, their probabilities.'
          : 'Export the model with one output a row, the probability of the positive class or the predicted number.',
      field: role,
    })
  const bad = values.findIndex((value) => !Number.isFinite(value))
  if (bad === -1) return
  const count = values.reduce((sum, value) => sum + (Number.isFinite(value) ? 0 : 1), 0)
  throw suiteFault(suite, {
    code: 'model-not-finite',
    message: `the model answers ${values[bad]} for row ${Math.floor(bad / classes) + 1} of the sample as it is, and nothing finite ${count.toLocaleString('en-US')} times among ${values.length.toLocaleString('en-US')}`,
    hint: 'Look at the missing values of those rows: what a model does not answer as it is, stress cannot test.',
    field: role,
  })
}
