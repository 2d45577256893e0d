import { access } from 'node:fs/promises'
import { basename, dirname, relative, resolve } from 'node:path'
import { describeTable, type TableDescription } from '@sluice/dataset'
import { unsureOf } from './besides-roles.ts'
import { UsageError } from './failure.ts'
import { type FirstBounds, firstBounds, leastSliceRows } from './first-bounds.ts'
import { requireGivenColumns } from './given-columns.ts'
import { type GivenRoles, guessRoles, type Roles, type SliceGuess } from './guess-roles.ts'
import { policyYaml } from './policy-yaml.ts'
import { requireWritable } from './require-writable.ts'
import { writeWhole } from './write-file.ts'

export interface InitRun extends GivenRoles {
  readonly model?: string
  readonly output: string
  readonly force?: boolean
  readonly yes?: boolean
}

/**
 * One run of `sluice init`: looks at a table, guesses what is what (asking where a person is there), measures once, and
 * writes a policy whose bounds are today's numbers: it passes now and fails when something gets clearly worse.
 */
export async function runInit(table: string, flags: InitRun): Promise<number> {
  if (flags.force !== true && (await exists(flags.output))) {
    throw new UsageError(
      `'${flags.output}' is there already`,
      'Write elsewhere with --output FILE, or overwrite it with --force.',
    )
  }
  await requireWritable(flags.output, '--output')
  const description = await describeTable([table], process.cwd(), { statistics: true })
  requireGivenColumns(description, flags)
  const guessed = guessRoles(description, flags)
  const asks = flags.yes !== true && process.stdin.isTTY === true && process.stdout.isTTY === true
  const roles = asks
    ? await (await import('./ask-roles.ts')).askRoles(description, guessed)
    : complete(description, guessed)
  if (roles === null) return 2
  const folder = dirname(resolve(flags.output))
  const path = relative(folder, resolve(table)).replaceAll('\\', '/')
  const model = flags.model ?? basename(table).replace(/\..*$/, '')
  const bounds = await firstBounds(resolve(table), roles)
  await writeWhole(flags.output, policyYaml({ model, path, roles, bounds }))
  process.stdout.write(summary(flags.output, roles, bounds, unsureOf(description, roles)))
  return 0
}

function summary(file: string, roles: Roles, { slices }: FirstBounds, unsure: readonly string[]): string {
  const judged = slices?.judged ?? []
  const left = roles.slices.filter((slice) => !judged.includes(slice))
  const names = (list: readonly SliceGuess[]) => list.map(({ column }) => column).join(', ')
  return (
    `Wrote ${file}: ${roles.task}, label '${roles.label}'${roles.query === null ? '' : `, query '${roles.query}'`}, output '${roles.output}'` +
    `${roles.baseline === null ? '' : `, compared with '${roles.baseline}'`}` +
    `${judged.length === 0 ? '' : `, slices ${names(judged)}`}.\n` +
    `${left.length === 0 ? '' : `Not sliced by ${names(left)}: no slice of ${leastSliceRows} rows can be measured.\n`}` +
    unsure.map((line) => `${line}\n`).join('') +
    `Read it: each bound is what this table shows today. Then: sluice check ${file}\n`
  )
}

/** @throws UsageError where a role cannot be guessed and nobody can be asked */
function complete(description: TableDescription, guessed: Partial<Roles>): Roles {
  const columns = description.columns.map((column) => column.name).join(', ')
  if (guessed.label === undefined)
    throw new UsageError(
      'no column looks like a label',
      `Name it: --label COLUMN, or --labels 'PREFIX*' for several. The table has ${columns}.`,
    )
  if (guessed.output === undefined)
    throw new UsageError('no column looks like a score', `Name it: --score COLUMN. The table has ${columns}.`)
  return guessed as Roles
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  )
}
