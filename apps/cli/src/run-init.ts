import { access } from 'node:fs/promises'
import { basename, dirname, relative, resolve } from 'node:path'
import { describeTable, type TableDescription } from '@sluice/dataset'
import { UsageError } from './failure.ts'
import { firstBounds } from './first-bounds.ts'
import { type GivenRoles, guessRoles, type Roles } from './guess-roles.ts'
import { policyYaml } from './policy-yaml.ts'
import { writeWhole } from './write-file.ts'

export interface InitRun extends GivenRoles {
  readonly model?: string
  readonly output: string
  readonly force?: boolean
  readonly yes?: boolean
}

/**
 * One run of `sluice init`: looks at a table, guesses what is what (asking where a person is there), measures once, and
 * writes a policy whose bounds are today's numbers: it passes now and fails when something gets worse.
 */
export async function runInit(table: string, flags: InitRun): Promise<number> {
  if (flags.force !== true && (await exists(flags.output))) {
    throw new UsageError(
      `'${flags.output}' is there already`,
      'Write elsewhere with --output FILE, or overwrite it with --force.',
    )
  }
  const description = await describeTable([table], process.cwd(), { statistics: true })
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
  process.stdout.write(
    `Wrote ${flags.output}: ${roles.task}, label '${roles.label}', output '${roles.output}'` +
      `${roles.baseline === null ? '' : `, compared with '${roles.baseline}'`}` +
      `${roles.slices.length === 0 ? '' : `, slices ${roles.slices.map((slice) => slice.column).join(', ')}`}.\n` +
      `Read it: each bound is what this table shows today. Then: sluice check ${flags.output}\n`,
  )
  return 0
}

/** @throws UsageError where a role cannot be guessed and nobody can be asked */
function complete(description: TableDescription, guessed: Partial<Roles>): Roles {
  const columns = description.columns.map((column) => column.name).join(', ')
  if (guessed.label === undefined)
    throw new UsageError('no column looks like a label', `Name it: --label COLUMN. The table has ${columns}.`)
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
