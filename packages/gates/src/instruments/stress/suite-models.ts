import { resolve } from 'node:path'
import type { InputFile } from '@sluice/dataset'
import type { Policy, SuiteDefinition, SuiteModel } from '@sluice/policy'
import { type Columns, type ScoreMatrix, type ScoreRows, type Scores, takeRows } from '@sluice/robustness'
import { inOrderOf } from '../../calls/class-names.ts'
import { type CalledDefinition, callSpec, filesOf } from '../../calls/open-called-model.ts'
import { positiveSpellings } from '../../measure/positive-spellings.ts'
import { atSuiteLine, suiteFault } from './suite-fault.ts'

type Role = 'model' | 'reference'

/** A model that was opened to be put under stress. */
export interface StressedModel {
  readonly role: Role
  readonly inputs: readonly string[]
  /** Columns whose categories its features file lists. */
  readonly listed: readonly string[]
  readonly files: readonly InputFile[]
  /**
   * The classes that it scores, in their order; `null` where it does not name them. A model that says so only in its answers
   * is asked for one row.
   */
  classes(clean: Columns): Promise<readonly string[] | null>
  /** Scores rows; of the rows as they are, every score must be there. Classes come in the order of those given. */
  scorer(clean: Columns, classes: readonly string[] | null): ScoreRows
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
  const positive = policy.datasets.find(({ name }) => name === suite.on)!.columns.positive
  const { spec, options } = callSpec(call, policy.task === 'binary' ? { positive: positiveSpellings(positive) } : {})
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
    async classes(clean) {
      if (model.classes !== null) return model.classes
      const scores = await atSuiteLine(suite, () => model.score(takeRows(clean, [0])), role)
      return scores instanceof Float64Array ? null : (scores.names ?? null)
    },
    scorer: (clean, classes) => async (columns) => {
      const scores = await atSuiteLine(suite, () => model.score(columns), role)
      onScored(columns[0]!.values.length)
      if (columns === clean) requireAnswers(policy, suite, role, scores)
      return scores instanceof Float64Array || classes === null ? scores : ordered(suite, role, scores, classes)
    },
    close: () => model.close(),
  }
}

async function ordered(
  suite: SuiteDefinition,
  role: Role,
  scores: ScoreMatrix,
  classes: readonly string[],
): Promise<Scores> {
  const inOrder = await inOrderOf(scores, classes)
  if (inOrder !== null) return inOrder
  throw suiteFault(suite, {
    code: 'model-wrong-shape',
    message: `the ${role} answers with ${scores.classes} classes${scores.names === undefined ? '' : ` (${scores.names.join(', ')})`}; expected ${classes.join(', ')}`,
    hint: 'A suite compares models of the same classes.',
    field: role,
  })
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
          ? 'Name the output of probabilities: { …, output: NAME }; or export the model with its probabilities.'
          : 'Write which of them is meant: { …, class: NAME } or { …, class: 1 }.',
      field: role,
    })
  const bad = values.findIndex((value) => !Number.isFinite(value))
  // What nobody has seen yet a model may well have no answer to: that is a finding, and counts as a failure.
  if (bad === -1 || suite.synthetic !== undefined) return
  const count = values.reduce((sum, value) => sum + (Number.isFinite(value) ? 0 : 1), 0)
  throw suiteFault(suite, {
    code: 'model-not-finite',
    message: `the model answers ${values[bad]} for row ${Math.floor(bad / classes) + 1} of the sample as it is, and nothing finite ${count.toLocaleString('en-US')} times among ${values.length.toLocaleString('en-US')}`,
    hint: 'Look at the missing values of those rows: what a model does not answer as it is, stress cannot test.',
    field: role,
  })
}
