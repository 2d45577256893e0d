import { readFileSync } from 'node:fs'
import { DatasetError } from '@sluice/dataset'
import { PolicyError } from '@sluice/policy'
import { renderProblems } from '@sluice/report'
import { CommanderError } from 'commander'
import { terminalOf } from './terminal.ts'

/** A mistake in the call itself: a flag, a path, a name. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
  readonly hint: string | null
  constructor(message: string, hint: string | null = null) {
    super(message)
    this.hint = hint
  }
}

/**
 * Prints what went wrong on standard error and returns the exit code: 2 for a wrong policy, wrong data or a wrong
 * call. A stack trace appears only for a defect of Sluice itself, and only under `SLUICE_DEBUG`.
 */
export function reportFailure(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  if (error instanceof PolicyError) {
    process.stderr.write(`${problemsText(error)}\n`)
    return 2
  }
  if (error instanceof UsageError || error instanceof DatasetError) {
    process.stderr.write(`sluice: ${error.message}\n${error.hint === null ? '' : `  ${error.hint}\n`}`)
    return 2
  }
  const { message, hint } = defectOf(error)
  process.stderr.write(`sluice: ${message}\n${hint === null ? '' : `  ${hint}\n`}`)
  return 2
}

/**
 * What kept one policy from a verdict, as a problem of that policy: others of the same run are judged all the same, and
 * what stands on standard output stays a report.
 *
 * @throws UsageError a mistake in the call, which is the whole run's
 */
export function failureOf(file: string, error: unknown): PolicyError {
  if (error instanceof PolicyError) return error
  if (error instanceof UsageError) throw error
  const known = error instanceof DatasetError ? { code: error.code, message: error.message, hint: error.hint } : null
  const { code, message, hint } = known ?? { code: 'unexpected-failure', ...defectOf(error) }
  const problem = { severity: 'error', code, message, file, line: 1, column: 1, path: '' } as const
  return new PolicyError([{ ...problem, ...(hint !== null && { hint }) }])
}

/** What to say of a defect of Sluice itself; under `SLUICE_DEBUG` its stack trace is printed. */
function defectOf(error: unknown): { message: string; hint: string | null } {
  const { message, stack } = error instanceof Error ? error : new Error(String(error))
  const debug = Boolean(process.env['SLUICE_DEBUG'])
  if (debug) process.stderr.write(`${stack ?? ''}\n`)
  const hint = 'This is a defect of Sluice. Run again with SLUICE_DEBUG=1 and report what it prints.'
  return { message: `unexpected failure: ${message.split('\n')[0]}`, hint: debug ? null : hint }
}

/** The problems of a policy, with the lines they are on. */
export function problemsText(error: PolicyError): string {
  const sources: Record<string, string> = {}
  for (const file of new Set(error.problems.map((problem) => problem.file))) {
    try {
      const source = readFileSync(file, 'utf8')
      if (source.length < 1_000_000) sources[file] = source
    } catch {
      // A file that cannot be read has no line to show; the problem itself says so.
    }
  }
  return renderProblems(error.problems, { ...terminalOf(process.stderr), sources })
}
