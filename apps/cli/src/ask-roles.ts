import { cancel, confirm, intro, isCancel, multiselect, outro, select } from '@clack/prompts'
import type { TableDescription } from '@sluice/dataset'
import { guessRoles, type Roles } from './guess-roles.ts'

const none = ''

/** Asks for each role, the guess first. `null` where the person leaves. */
export async function askRoles(description: TableDescription, guessed: Partial<Roles>): Promise<Roles | null> {
  intro(`${description.rows?.toLocaleString('en-US') ?? 'Unknown'} rows, ${description.columns.length} columns`)
  const options = description.columns.map(({ name, type, statistics }) => ({
    value: name,
    label: name,
    hint: `${type.toLowerCase()}, ${statistics?.distinct.toLocaleString('en-US') ?? '?'} values`,
  }))
  if (guessed.output !== undefined && (guessed.task === 'multilabel' || guessed.task === 'ranking')) {
    const within = guessed.task === 'ranking' ? ` within '${guessed.query}'` : ''
    const right = await confirm({ message: `${guessed.task}: '${guessed.output}' for '${guessed.label}'${within}?` })
    if (isCancel(right)) return left()
    if (right) return guessed as Roles
  }
  const besides = {
    rowByRow: true,
    ...(guessed.weight == null ? {} : { weight: guessed.weight }),
    ...(guessed.group == null ? {} : { group: guessed.group }),
  }
  const label = await select({
    message: 'Which column is the true label?',
    options,
    ...(guessed.label === undefined ? {} : { initialValue: guessed.label }),
  })
  if (isCancel(label)) return left()
  const again = guessRoles(description, { ...besides, label, slice: [] })
  const output =
    again.task === 'multiclass' && again.output !== undefined
      ? again.output
      : await select({
          message: "Which column is the candidate's score?",
          options,
          ...(again.output === undefined ? {} : { initialValue: again.output }),
        })
  if (isCancel(output)) return left()
  const baseline = await select({
    message: 'Which column is the score of the model in use today?',
    options: [{ value: none, label: 'there is none', hint: '' }, ...options],
    initialValue: again.baseline ?? none,
  })
  if (isCancel(baseline)) return left()
  const chosen = await multiselect({
    message: 'By which columns should results be sliced?',
    options: options.filter(({ value }) => value !== label && value !== output && value !== baseline),
    initialValues: (again.slices ?? []).map((slice) => slice.column),
    required: false,
  })
  if (isCancel(chosen)) return left()
  outro('Measuring once, so that the bounds are today’s numbers')
  const final = guessRoles(description, {
    ...besides,
    label,
    score: output,
    slice: chosen,
    ...(baseline === none ? {} : { baseline }),
  })
  return {
    ...(final as Roles),
    label,
    output,
    baseline: baseline === none ? null : baseline,
    slices: chosen.length === 0 ? [] : final.slices!,
  }
}

function left(): null {
  cancel('Nothing was written.')
  return null
}
