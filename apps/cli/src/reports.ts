import { appendFile } from 'node:fs/promises'
import type { CheckResult } from '@sluice/gates'
import { type FormatName, formats, type RunTiming, renderStepSummary } from '@sluice/report'
import { UsageError } from './failure.ts'
import { terminalOf } from './terminal.ts'
import { version } from './version.ts'
import { writeWhole } from './write-file.ts'

export interface OutputFile {
  readonly format: FormatName
  readonly file: string
}

/** @throws UsageError for a format that does not exist */
export function parseFormat(name: string): FormatName {
  if (Object.hasOwn(formats, name)) return name as FormatName
  throw new UsageError(`unknown format '${name}'`, `Formats: ${Object.keys(formats).join(', ')}.`)
}

/** `junit=report.xml` → format and file. */
export function parseOutputs(texts: readonly string[]): OutputFile[] {
  return texts.map((text) => {
    const at = text.indexOf('=')
    if (at < 1 || at === text.length - 1)
      throw new UsageError(`--output takes FORMAT=FILE, not '${text}'`, 'Example: --output junit=sluice.xml')
    return { format: parseFormat(text.slice(0, at)), file: text.slice(at + 1) }
  })
}

export interface EmitOptions {
  /** The whole text report instead of what fits a screen; a file is no screen and always gets it. */
  readonly full: boolean
  readonly timing: RunTiming
}

/** Writes one result in every form that was asked for; standard output gets exactly one of them. */
export async function emitReports(
  result: CheckResult,
  format: FormatName,
  outputs: readonly OutputFile[],
  { full, timing }: EmitOptions,
): Promise<void> {
  for (const { format: name, file } of outputs) {
    await writeWhole(
      file,
      ended(formats[name](result, { width: 100, color: false, unicode: true, full: true, timing, version })),
    )
  }
  const shown = format === 'text' && process.stdout.isTTY && process.stderr.isTTY ? withoutProblems(result) : result
  process.stdout.write(ended(formats[format](shown, { ...terminalOf(process.stdout), full, timing, version })))
  const summary = process.env['GITHUB_STEP_SUMMARY']
  if (format === 'github' && summary) await appendFile(summary, ended(renderStepSummary(result)))
}

/** On one screen, the problems of a policy have just been printed to standard error, with the lines they are on. */
function withoutProblems(result: CheckResult): CheckResult {
  const policies = result.policies.map(({ problems, ...policy }) =>
    problems === undefined
      ? policy
      : { ...policy, problems: [], description: 'What is wrong with the policy or its data is printed above.' },
  )
  return { ...result, policies }
}

function ended(text: string): string {
  return text.endsWith('\n') ? text : `${text}\n`
}
