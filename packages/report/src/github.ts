import type { CheckResult, GateVerdict, PolicyVerdict } from '@sluice/gates'
import { clippedLine } from './clean-text.ts'
import { expectation, subject } from './condition.ts'
import { exitCode, exitMeaning } from './exit-code.ts'
import { shortNumber } from './number-text.ts'
import { worstGates, worstMeasurements, worstPolicies } from './ordering.ts'
import { sliceName } from './slice-selection.ts'
import { sourcePath } from './source-path.ts'
import { verdictSentence, waiverStateWords } from './verdict-words.ts'

type Severity = 'error' | 'warning' | 'notice'

interface Annotation {
  readonly severity: Severity
  readonly file: string
  readonly line: number
  readonly column?: number
  readonly title: string
  readonly message: string
}

/** GitHub drops, without a word, what goes beyond ten annotations of a severity in one step. */
const most = 9

/**
 * GitHub workflow commands: an annotation on the policy's line for each gate that does not pass, the worst first, and
 * each policy's verdict as a notice. At most nine of a severity and one line for the rest.
 *
 * Errors are what stops the release, warnings what does not, so the annotations agree with the exit code. Text is
 * escaped as the runner unescapes it, so no text can end a command or begin one.
 */
export function renderGithub(result: CheckResult, options: { readonly root?: string } = {}): string {
  const policies = worstPolicies(result.policies)
  const found = policies.flatMap((policy) => annotationsOf(policy, options.root))
  const code = exitCode(result)
  const ending = `Sluice: exit ${code}, ${exitMeaning(code)}.`
  const lines = (['error', 'warning', 'notice'] as const).flatMap((severity) => {
    const all = found.filter((annotation) => annotation.severity === severity)
    const rest = all.length - most
    return [
      ...all.slice(0, most).map(command),
      ...(rest > 0 ? [`::${severity} title=Sluice::${data(`and ${rest} more; the full report lists them.`)}`] : []),
    ]
  })
  return [...lines, ending].join('\n')
}

function annotationsOf(policy: PolicyVerdict, root: string | undefined): Annotation[] {
  const model = clippedLine(policy.model, 100)
  const problems = (policy.problems ?? []).map(
    (problem): Annotation => ({
      severity: problem.severity,
      file: sourcePath(problem.file, root),
      line: problem.line,
      column: problem.column,
      title: `${model}: ${clippedLine(problem.path, 100) || 'policy'}`,
      message: [problem.message, problem.hint ?? '']
        .map((text) => clippedLine(text, 1000))
        .join('\n')
        .trim(),
    }),
  )
  const gates = worstGates(policy.gates)
    .filter(({ status }) => status !== 'pass' && status !== 'waived' && status !== 'skipped')
    .map((gate) => gateAnnotation(gate, root))
  const file = sourcePath(policy.file, root)
  const waivers = policy.waivers
    .filter(({ state }) => state !== 'active')
    .map(
      (waiver): Annotation => ({
        severity: 'notice',
        file,
        line: 1,
        title: `${model}: waiver of ${clippedLine(waiver.gate, 100)}`,
        message: `${waiverStateWords(waiver)}.`,
      }),
    )
  const verdict: Annotation = {
    severity: 'notice',
    file,
    line: 1,
    title: `${model}: ${policy.verdict}`,
    message: verdictSentence(policy),
  }
  return [...problems, ...gates, verdict, ...waivers]
}

function gateAnnotation(gate: GateVerdict, root: string | undefined): Annotation {
  const bad = worstMeasurements(gate).filter(({ status }) => status !== 'pass' && status !== 'waived')
  const slices = bad.filter(({ slice }) => slice !== 'all').slice(0, 5)
  const list = slices.map(
    ({ slice, value }) => `${clippedLine(sliceName(slice), 80)}${value === null ? '' : ` ${shortNumber(value)}`}`,
  )
  const more = bad.length > slices.length && slices.length > 0 ? ` and ${bad.length - slices.length} more` : ''
  const lines = [
    gate.reason,
    `${subject(gate)}, expected ${expectation(gate)}`,
    ...(gate.measurements.length > 1 && list.length > 0 ? [`Slices: ${list.join(', ')}${more}`] : []),
    ...(gate.why === null ? [] : [`Why: ${gate.why}`]),
    ...(gate.remedy === null || gate.remedy === '' ? [] : [`Next: ${gate.remedy}`]),
  ]
  return {
    severity: gate.blocking ? 'error' : 'warning',
    file: sourcePath(gate.location.file, root),
    line: gate.location.line,
    column: gate.location.column,
    title: `${clippedLine(gate.name, 100)}: ${gate.status}`,
    message: lines.map((line) => clippedLine(line, 600)).join('\n'),
  }
}

function command({ severity, file, line, column, title, message }: Annotation): string {
  const place = `file=${property(file)},line=${line}${column === undefined ? '' : `,col=${column}`}`
  return `::${severity} ${place},title=${property(title)}::${data(message)}`
}

/** Escapes as `@actions/core` does for the message of a command. */
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

/** The same for a property, which a colon or a comma would end. The runner decodes these five and no other. */
function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
