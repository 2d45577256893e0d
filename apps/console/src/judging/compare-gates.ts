import { conditionWords, measureCatalogue } from '@sluice/gates/judge'
import type { Condition, Gate } from '@sluice/policy/parse'
import type { ChangeKind, PolicyChange } from './compare-policies.ts'

type Change = readonly [kind: ChangeKind, text: string]

/** Gates by name: those that came, those that went, and how the others changed. A gate under a new name alone is renamed. */
export function compareGates(before: readonly Gate[], after: readonly Gate[]): PolicyChange[] {
  const gone = before.filter(({ name }) => !after.some((gate) => gate.name === name))
  const come = after.filter(({ name }) => !before.some((gate) => gate.name === name))
  const renamed = gone.flatMap((was) => {
    const is = come.find((gate) => sameButName(was, gate))
    return is === undefined ? [] : [{ was, is }]
  })
  return [
    ...come
      .filter((gate) => !renamed.some(({ is }) => is === gate))
      .map((gate) => change('added', gate, `${gate.name}: ${requirement(gate)}.`)),
    ...gone
      .filter((gate) => !renamed.some(({ was }) => was === gate))
      .map((gate) => change('removed', gate, `${gate.name}: ${requirement(gate)}.`)),
    ...renamed.map(({ was, is }) => change('other', is, `${was.name} is called ${is.name} now.`)),
    ...after.flatMap((is) => {
      const was = before.find(({ name }) => name === is.name)
      return was === undefined ? [] : changesOf(was, is).map(([kind, text]) => change(kind, is, `${is.name}: ${text}.`))
    }),
  ]
}

function change(kind: ChangeKind, { name }: Gate, text: string): PolicyChange {
  return { kind, gate: name, text }
}

/** A gate in words: `recall of candidate on test at least 0.7 on each slice of sex`. */
function requirement(gate: Gate): string {
  const slices = gate.slices.length === 0 ? '' : `, on each slice of ${gate.slices.join(', ')}`
  const soft = gate.severity === 'warn' ? ', as a warning' : ''
  return `${metricWords(gate)} of ${gate.model} on ${gate.on.join(' and ')}, ${conditionWords(gate, unitOf(gate))}${slices}${soft}`
}

function unitOf({ metric }: Gate) {
  return measureCatalogue.measures.get(metric.name)?.unit
}

function metricWords({ metric }: Gate): string {
  const label = measureCatalogue.measures.get(metric.name)?.describe.label ?? metric.name
  const options = Object.entries(metric.options)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([option, value]) => `${option} ${value}`)
  return options.length === 0 ? label : `${label} (${options.join(', ')})`
}

function changesOf(was: Gate, is: Gate): Change[] {
  return [
    ...subjectChanges(was, is),
    ...conditionChange(was, is),
    ...ordered('severity', ['warn', 'block'], was.severity, is.severity),
    ...ordered('proof', ['unrefuted', 'point', 'proven'], was.proof, is.proof),
    ...ordered('on_inconclusive', ['pass', 'warn', 'fail'], was.onInconclusive, is.onInconclusive),
    ...confidenceChange(was, is),
    ...correctionChange(was, is),
    ...countChange('rows', 'min_rows', was.minRows, is),
    ...countChange('positive rows', 'min_positives', was.minPositives, is),
    ...sliceChanges(was, is),
    ...floorChange(was, is),
    ...(was.why === is.why ? [] : [['other', reasonWords(is.why)] as const]),
  ]
}

function subjectChanges(was: Gate, is: Gate): Change[] {
  const measured: Change[] =
    metricWords(was) === metricWords(is)
      ? []
      : [['other', `measures ${metricWords(is)} instead of ${metricWords(was)}`]]
  const fields = [
    ['model', was.model, is.model],
    ['dataset', was.on.join(' and '), is.on.join(' and ')],
    ['comparison', was.versus ?? 'none', is.versus ?? 'none'],
  ] as const
  return [
    ...measured,
    ...fields.flatMap(([field, a, b]): Change[] => (a === b ? [] : [['other', `${field} ${b}, was ${a}`]])),
  ]
}

function conditionChange(was: Gate, is: Gate): Change[] {
  const kind = conditionDirection(was.condition, is.condition)
  return kind === null ? [] : [[kind, `${conditionWords(is, unitOf(is))}, was ${conditionWords(was, unitOf(was))}`]]
}

function conditionDirection(was: Condition, is: Condition): ChangeKind | null {
  if (was.kind === 'between' && is.kind === 'between') {
    if (was.lower === is.lower && was.upper === is.upper) return null
    if (is.lower >= was.lower && is.upper <= was.upper) return 'tightened'
    return is.lower <= was.lower && is.upper >= was.upper ? 'loosened' : 'other'
  }
  if (was.kind !== is.kind || was.kind === 'between' || is.kind === 'between') return 'other'
  if (was.bound === is.bound) return null
  if (is.kind === 'equals') return 'other'
  return is.bound > was.bound === is.kind.startsWith('min') ? 'tightened' : 'loosened'
}

/** Words from the most lenient to the strictest. */
function ordered(field: string, order: readonly string[], was: string, is: string): Change[] {
  if (was === is) return []
  return [[order.indexOf(is) > order.indexOf(was) ? 'tightened' : 'loosened', `${field} ${is}, was ${was}`]]
}

function confidenceChange(was: Gate, is: Gate): Change[] {
  if (was.confidence === is.confidence) return []
  const text = `confidence ${is.confidence}, was ${was.confidence}`
  if (is.proof === 'point') return [['other', `${text}; the point estimate decides either way`]]
  if (was.proof !== is.proof) return [['other', text]]
  const demands = is.proof === 'proven'
  const stricter = is.confidence > was.confidence === demands
  const because = demands ? '' : ', as only what is refuted at that level fails'
  return [[stricter ? 'tightened' : 'loosened', `${text}${because}`]]
}

/** From the weakest to the strongest; all of them control an error over the slices of one gate. */
const corrections: readonly Gate['correction'][] = ['none', 'bh', 'holm', 'bonferroni']

function correctionChange(was: Gate, is: Gate): Change[] {
  if (was.correction === is.correction) return []
  const text = `correction ${is.correction}, was ${was.correction}`
  if (is.proof === 'point' || was.proof !== is.proof) return [['other', text]]
  const stronger = corrections.indexOf(is.correction) > corrections.indexOf(was.correction)
  if (is.proof === 'unrefuted') return [[stronger ? 'loosened' : 'tightened', text]]
  // A proof on every slice keeps its level uncorrected, so only a correction that is written corrects it.
  if (!was.correctionDeclared && !is.correctionDeclared) return [['other', text]]
  return [[stronger ? 'tightened' : 'loosened', text]]
}

function countChange(noun: string, field: 'min_rows' | 'min_positives', wasCount: number | null, is: Gate): Change[] {
  const [was, now] = [wasCount ?? 0, (field === 'min_rows' ? is.minRows : is.minPositives) ?? 0]
  if (was === now) return []
  const excuses = is.severity === 'block' && is.onInconclusive !== 'fail'
  const text = `${now === 0 ? 'no least number of' : `at least ${now}`} ${noun}, was ${was === 0 ? 'none' : was}`
  const stricter = now > was !== excuses
  return [[stricter ? 'tightened' : 'loosened', excuses ? `${text}; too few are let through` : text]]
}

function sliceChanges(was: Gate, is: Gate): Change[] {
  const [added, removed] = [without(is.slices, was.slices), without(was.slices, is.slices)]
  if (added.length === 0 && removed.length === 0) return []
  if (was.slices.length === 0) return [['other', `judged on each slice of ${is.slices.join(', ')}, was on all rows`]]
  if (is.slices.length === 0) return [['other', `judged on all rows, was on each slice of ${was.slices.join(', ')}`]]
  return [
    ...(added.length === 0 ? [] : [['tightened', `judged on slices of ${added.join(', ')} too`] as const]),
    ...(removed.length === 0 ? [] : [['loosened', `no longer judged on slices of ${removed.join(', ')}`] as const]),
  ]
}

function floorChange(was: Gate, is: Gate): Change[] {
  if (was.floor === is.floor) return []
  return is.floor
    ? [['tightened', 'policies that extend this one may no longer loosen it']]
    : [['loosened', 'policies that extend this one may loosen it']]
}

function reasonWords(why: string | null): string {
  return why === null ? 'gives no reason any more' : `gives as its reason “${why.replace(/\.$/, '')}”`
}

function sameButName(a: Gate, b: Gate): boolean {
  return canonical(a) === canonical(b)
}

function canonical({ name: _, location: __, ...rest }: Gate): string {
  return JSON.stringify(Object.entries(rest).sort(([a], [b]) => (a < b ? -1 : 1)))
}

function without(names: readonly string[], others: readonly string[]): string[] {
  return names.filter((name) => !others.includes(name))
}
