import type { CheckResult } from '@sluice/gates'
import { cleanLine } from '../clean-text.ts'
import { exitCode, exitMeaning } from '../exit-code.ts'
import { worstPolicies } from '../ordering.ts'
import { sourcePath } from '../source-path.ts'
import { resultCounts } from '../verdict-words.ts'
import { policyHeading, policySection } from './policy-section.ts'

export interface MarkdownOptions {
  /** The repository's folder, taken off the paths. */
  readonly root?: string
  /** Bytes that the text stays under; GitHub takes comments of 65,536 characters. */
  readonly limit?: number
}

const commentLimit = 65_536
const summaryLimit = 1_048_576

/** How many rows a table may have: more than a limit has room for at first, then fewer until it fits. */
const rowLimits = [10_000, 3000, 1000, 300, 100, 30, 10, 3, 1] as const

/**
 * A comment for a pull request: a hidden marker that names the policies, by which a bot finds the comment to edit; the
 * verdict; what fails, what is undecided, waivers with their dates, and folded away what passes.
 *
 * Under 65,536 characters: rows are left out from the ends of tables, with a note, until the text fits. Text from
 * policies and tables is escaped, so that it can neither form structure nor mention anybody.
 */
export function renderMarkdown(result: CheckResult, options: MarkdownOptions = {}): string {
  return fitted(result, options, commentMarker(result, options.root), options.limit ?? commentLimit)
}

/** The same for `$GITHUB_STEP_SUMMARY`: without a marker, under 1 MiB, beyond which GitHub shows nothing. */
export function renderStepSummary(result: CheckResult, options: MarkdownOptions = {}): string {
  return fitted(result, options, '', options.limit ?? summaryLimit)
}

/** The hidden first line of a comment: the same for the same policies on every run. */
export function commentMarker(result: Pick<CheckResult, 'policies'>, root?: string): string {
  const files = result.policies.map((policy) => sourcePath(policy.file, root)).toSorted()
  // A comment ends at `-->` and must not hold `--` (HTML, section 13.1.6).
  const name = cleanLine(files.join(',')).replace(/[<>]|--/g, (found) =>
    encodeURIComponent(found).replace('--', '-%2D'),
  )
  return `<!-- sluice:${name.slice(0, 500)} -->`
}

function fitted(result: CheckResult, options: MarkdownOptions, marker: string, limit: number): string {
  for (const rows of rowLimits) {
    const text = document(result, marker, options.root, rows)
    if (byteLength(text) < limit) return text
  }
  return headingsOnly(result, marker, limit)
}

function document(result: CheckResult, marker: string, root: string | undefined, rows: number): string {
  const sections = worstPolicies(result.policies).map((policy) => policySection(policy, root, rows))
  return [marker, ...sections, closing(result)].filter((part) => part !== '').join('\n\n')
}

/** The last resort, for more policies than a comment can hold a table of. */
function headingsOnly(result: CheckResult, marker: string, limit: number): string {
  const policies = worstPolicies(result.policies)
  const all = policies.map(policyHeading)
  for (let kept = all.length; kept > 0; kept = Math.floor(kept / 2)) {
    const note = `Details of ${all.length} policies are left out here; the full report has them.`
    const more = kept < all.length ? [`_And ${all.length - kept} more policies._`] : []
    const text = [marker, ...all.slice(0, kept), ...more, note, closing(result)].filter(Boolean).join('\n\n')
    if (byteLength(text) < limit) return text
  }
  return [marker, closing(result)].filter(Boolean).join('\n\n')
}

function closing(result: CheckResult): string {
  const code = exitCode(result)
  return `<sub>${resultCounts(result)} · exit ${code}: ${exitMeaning(code)}</sub>`
}

function byteLength(text: string): number {
  return new TextEncoder().encode(text).length
}
