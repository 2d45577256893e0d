import type { SuiteDefinition } from '@sluice/policy'
import { classesHint, speltAs } from '../../calls/class-names.ts'
import { suiteFault } from './suite-fault.ts'
import type { SuiteRows } from './suite-rows.ts'

/**
 * The right class of each row by its place among the classes that the model scores.
 *
 * @param needed whether a gate asks for what cannot be known without
 * @returns `null` where the rows have no class, or the model does not say which classes it scores and nobody needs to know
 * @throws PolicyError at the suite's line for a label that the model does not know
 */
export async function classLabels(
  suite: SuiteDefinition,
  { classes: truth }: SuiteRows,
  classes: readonly string[] | null,
  needed: boolean,
): Promise<Uint16Array | null> {
  if (truth === null) return null
  const labels = [...new Set(truth)]
  if (classes === null) {
    if (!needed) return null
    throw suiteFault(suite, {
      code: 'model-without-classes',
      message: 'the model does not name the classes that its scores are of, so that none can be held against a label',
      hint: classesHint(labels),
      field: 'model',
    })
  }
  const spelt = await speltAs(classes, labels)
  const unknown = labels.filter((label) => !spelt.includes(label))
  if (unknown.length === 0) return Uint16Array.from(truth, (label) => spelt.indexOf(label))
  throw suiteFault(suite, {
    code: 'unknown-class',
    message: `'${suite.on}' has rows labelled ${unknown.join(', ')}, which the model does not score; its classes are ${classes.join(', ')}`,
    hint: 'Spell the classes as the labels are.',
    field: 'model',
  })
}
