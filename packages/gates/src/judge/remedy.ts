import type { Gate, MeasureEntry, MeasureRemedy } from '@sluice/policy'
import type { GateVerdict, MeasurementVerdict } from '../verdict.ts'

/**
 * What to do next about a gate that does not pass.
 *
 * @param measure what the gate judges: it may know a remedy that is not the model's training
 */
export function remedyOf(
  verdict: Omit<GateVerdict, 'reason' | 'remedy'>,
  gate: Gate,
  measure?: Pick<MeasureEntry, 'describe'>,
): string {
  const known = measure?.describe.remedy
  const failing = verdict.measurements.filter((m) => m.status === 'fail').map((m) => m.slice)
  switch (verdict.status) {
    case 'error':
      return verdict.measurements.length === 0
        ? 'Run sluice check with --evidence FILE under this policy, and judge that file.'
        : `Choose slices that do not repeat the label, or take ${gate.slices.join(', ')} out of this gate.`
    case 'inconclusive':
      return remedyForTooLittle(verdict, gate, known)
    case 'waived':
      return 'Resolve the cause before the waiver ends; then delete the waiver.'
    case 'warn':
    case 'fail':
      if (failing.length === 0) return remedyForTooLittle(verdict, gate, known)
      if (known !== undefined) return filled(known.failing, gate)
      if (gate.versus !== null)
        return `Compare ${gate.model} with ${gate.versus} where they disagree${inSlices(failing)}, then retrain or keep ${gate.versus}.`
      return gate.slices.length > 0 && failing[0] !== 'all'
        ? `Look at the rows of ${list(failing)}: labels, missing values, then more training rows of that kind. A waiver needs a date and a name.`
        : 'Improve the model, or argue for another bound in a pull request that changes this line.'
    default:
      return ''
  }
}

function remedyForTooLittle(
  { measurements, counts }: Pick<GateVerdict, 'measurements' | 'counts'>,
  gate: Gate,
  known: MeasureRemedy | undefined,
): string {
  const undecided = measurements.filter((m) => m.status === 'inconclusive')
  const [first] = undecided
  if (counts === 'requests' && first !== undefined) return remedyForRequests(first)
  if (known?.unknown !== undefined && undecided.some(({ value }) => value === null)) return filled(known.unknown, gate)
  const { stress } = gate.metric.options
  const needed = distinctNeeds(undecided.filter((m) => m.rowsNeeded !== null))
  if (needed.length > 0) {
    const wanted = needed
      .slice(0, 3)
      .map((m) => `${count(m.rowsNeeded!)} more rows${m.slice === 'all' ? '' : ` of ${rowsOf(m, gate)}`}`)
    const others = needed.length > 3 ? `, and rows of ${needed.length - 3} other slices` : ''
    if (typeof stress === 'string')
      return `Let the stress suite draw more rows (stress: ${stress}: rows): about ${wanted.join(', ')}${others}.`
    return `Add labelled rows: about ${wanted.join(', ')}${others}. Or widen the margin if the policy allows it.`
  }
  if (typeof stress === 'string' && first?.atLeast)
    return `The model withstood all that was tried: let the attack go further (stress: ${stress}: attack: max_change), or ask for what it can show.`
  const positives = undecided.some((m) => m.positives === 0 || m.positives === m.n)
  if (positives)
    return `Add rows of both classes to ${list(undecided.map((m) => m.slice))}, or set min_positives and merge small slices.`
  if (known !== undefined) return filled(known.failing, gate)
  return 'No number of rows decides this at the present estimate: move the bound or the margin, or improve the model.'
}

/** Findings of one search lack the same rows of the dataset. */
function distinctNeeds(measurements: readonly MeasurementVerdict[]): MeasurementVerdict[] {
  const ofDataset = measurements.filter((m) => m.rowsNeededOf === 'dataset')
  const most = ofDataset.find((m) => ofDataset.every((other) => other.rowsNeeded! <= m.rowsNeeded!))
  return measurements.filter((m) => m.rowsNeededOf !== 'dataset' || m === most)
}

function rowsOf({ slice, rowsNeededOf }: MeasurementVerdict, gate: Gate): string {
  return rowsNeededOf === 'dataset' ? `any kind on ${gate.on.join(' and ')}` : slice
}

/** Requests cost nothing but time, so what is missing is simply asked for. */
function remedyForRequests({ rowsNeeded, n, note, interval }: MeasurementVerdict): string {
  if (interval === null && note !== undefined) return `Time more requests (variants: { requests: NUMBER }): ${note}.`
  return rowsNeeded === null
    ? 'No number of requests decides this at the present estimate: move the bound, or make the model faster.'
    : `Time more requests: about ${count(n + rowsNeeded)} of each model (variants: { requests: ${n + rowsNeeded} }).`
}

function filled(remedy: string, { on, model, versus, metric }: Gate): string {
  const names = {
    dataset: on.join(' and '),
    model,
    versus: versus ?? 'the other',
    stress: String(metric.options['stress']),
  }
  return remedy.replace(/\{(dataset|model|versus|stress)\}/g, (_, name: keyof typeof names) => names[name])
}

function inSlices(slices: readonly string[]): string {
  return slices[0] === 'all' ? '' : ` in ${list(slices)}`
}

function list(slices: readonly string[]): string {
  const shown = [...new Set(slices)]
  return shown.length <= 3 ? shown.join(', ') : `${shown.slice(0, 3).join(', ')} and ${shown.length - 3} more`
}

function count(n: number): string {
  return n.toLocaleString('en-US')
}
