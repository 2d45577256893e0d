import type { GateVerdict, PolicyVerdict } from '@sluice/gates'
import type { Problem } from '@sluice/policy'
import { counted, countText } from '../number-text.ts'
import { worstGates } from '../ordering.ts'
import { sourcePath } from '../source-path.ts'
import { statusWord, verdictSentence, waiverStateWords } from '../verdict-words.ts'
import { markdownCode, markdownText } from './escape-markdown.ts'
import { gateTable, passingTable } from './gate-table.ts'
import { moreNote, table } from './table.ts'

const marks = {
  pass: '✅',
  fail: '❌',
  warn: '⚠️',
  inconclusive: '❓',
  waived: '🔕',
  skipped: '⏭️',
  error: '🛑',
} as const

/** One policy: verdict, what fails, what is undecided, warnings, waivers, notes, and what passes folded away. */
export function policySection(policy: PolicyVerdict, root: string | undefined, rows: number): string {
  const gates = worstGates(policy.gates)
  const where = (...statuses: readonly GateVerdict['status'][]) =>
    gates.filter(({ status }) => statuses.includes(status))
  const parts = [
    policyHeading(policy),
    facts(policy, root),
    problemTable(policy.problems ?? [], root, rows),
    group('Could not run', where('error'), root, rows),
    group('Failing', where('fail'), root, rows),
    group('Not decided', where('inconclusive'), root, rows),
    group('Warnings', where('warn'), root, rows),
    waiverTable(policy, rows),
    noteList(policy, rows),
    passing(where('pass', 'waived', 'skipped'), rows),
  ]
  return parts.filter((part) => part !== '').join('\n\n')
}

/** `### ❌ credit-default: FAIL` and the verdict in a sentence. */
export function policyHeading(policy: PolicyVerdict): string {
  const title = `### ${marks[policy.verdict]} ${markdownText(policy.model, 100)}: ${statusWord[policy.verdict]}`
  return `${title}\n\n**${verdictSentence(policy)}**`
}

function facts(policy: PolicyVerdict, root: string | undefined): string {
  const parts = [
    ...(policy.description === null ? [] : [markdownText(policy.description)]),
    markdownCode(sourcePath(policy.file, root)),
    ...policy.datasets.slice(0, 20).map(({ name, rows }) => `${markdownText(name, 100)} ${countText(rows)} rows`),
  ]
  return parts.join(' · ')
}

function group(title: string, gates: readonly GateVerdict[], root: string | undefined, rows: number): string {
  if (gates.length === 0) return ''
  const notes = gates.slice(0, rows).map((gate) => noteOf(gate, root))
  const left = gates.length - notes.length
  const more = left > 0 ? [`- and ${counted(left, 'more gate')}; the full report has them.`] : []
  return [`#### ${title}`, gateTable(gates, rows), [...notes, ...more].join('\n')].join('\n\n')
}

/** Why it matters and what to do, with the place in the policy. */
function noteOf(gate: GateVerdict, root: string | undefined): string {
  const place = markdownCode(`${sourcePath(gate.location.file, root)}:${gate.location.line}`)
  const why = gate.why === null ? '' : ` ${markdownText(gate.why)}`
  const next = gate.remedy === null || gate.remedy === '' ? '' : ` **Next:** ${markdownText(gate.remedy)}`
  return `- **${markdownText(gate.name, 100)}** (${place})${why}${next}`
}

function waiverTable({ waivers }: PolicyVerdict, rows: number): string {
  if (waivers.length === 0) return ''
  const lines = waivers
    .slice(0, rows)
    .map((waiver) => [
      markdownCode(waiver.gate),
      waiver.slice === null ? 'all' : markdownCode(waiver.slice),
      markdownText(waiverStateWords(waiver)),
      markdownText(waiver.approvedBy, 100),
      markdownText(waiver.reason),
    ])
  return [
    '#### Waivers',
    table(
      ['Gate', 'Slice', 'State', 'Approved by', 'Reason'],
      lines,
      moreNote(waivers.length - lines.length, 'waiver'),
    ),
  ].join('\n\n')
}

/** What a reader should know of the data: a line each. */
function noteList({ notes = [] }: PolicyVerdict, rows: number): string {
  if (notes.length === 0) return ''
  const lines = notes
    .slice(0, rows)
    .map(
      ({ datasets, text }) => `- ${datasets.map((name) => markdownText(name, 100)).join(', ')}: ${markdownText(text)}`,
    )
  const left = notes.length - lines.length
  const more = left > 0 ? [`- and ${counted(left, 'more note')}; the full report has them.`] : []
  return ['#### Notes', [...lines, ...more].join('\n')].join('\n\n')
}

function problemTable(problems: readonly Problem[], root: string | undefined, rows: number): string {
  if (problems.length === 0) return ''
  const lines = problems
    .slice(0, rows)
    .map((problem) => [
      markdownCode(`${sourcePath(problem.file, root)}:${problem.line}:${problem.column}`),
      problem.path === '' ? '' : markdownCode(problem.path),
      markdownText(problem.message),
      problem.hint === undefined ? '' : markdownText(problem.hint),
    ])
  return table(['Place', 'Field', 'Problem', 'Next'], lines, moreNote(problems.length - lines.length, 'problem'))
}

function passing(gates: readonly GateVerdict[], rows: number): string {
  if (gates.length === 0) return ''
  const waived = gates.filter(({ status }) => status === 'waived').length
  const skipped = gates.filter(({ status }) => status === 'skipped').length
  const pass = gates.length - waived - skipped
  const words = [
    ...(pass === 0 ? [] : [`${counted(pass, 'gate')} ${pass === 1 ? 'passes' : 'pass'}`]),
    ...(waived === 0 ? [] : [`${countText(waived)} waived`]),
    ...(skipped === 0 ? [] : [`${countText(skipped)} skipped`]),
  ]
  return `<details>\n<summary>${words.join(', ')}</summary>\n\n${passingTable(gates, rows)}\n\n</details>`
}
