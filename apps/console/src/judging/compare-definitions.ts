import type { Policy, SliceDefinition, Waiver } from '@sluice/policy/parse'
import type { PolicyChange } from './compare-policies.ts'

/** Everything but the gates: what names stand for, how models are stressed and timed, where scores become decisions, and what is waived. */
export function compareDefinitions(before: Policy, after: Policy): PolicyChange[] {
  const thresholds = [thresholdWords(before.threshold), thresholdWords(after.threshold)] as const
  return [
    ...compareWaivers(before.waivers, after.waivers),
    ...whole(before.model !== after.model, `The model is ${after.model}, was ${before.model}.`),
    ...whole(before.task !== after.task, `The task is ${after.task}, was ${before.task}.`),
    ...whole(thresholds[0] !== thresholds[1], `The threshold is ${thresholds[1]}, was ${thresholds[0]}.`),
    ...named('Dataset', before.datasets, after.datasets),
    ...named('Model', before.models, after.models),
    ...named('Slice', before.slices, after.slices, sliceWords),
    ...named('Stress suite', before.stress ?? [], after.stress ?? []),
    ...named('The comparison', comparisonOf(before), comparisonOf(after)),
    ...named('Section', sectionsOf(before), sectionsOf(after)),
    ...whole(
      before.owners.join() !== after.owners.join(),
      `It is owned by ${list(after.owners)}, was by ${list(before.owners)}.`,
    ),
    ...whole(
      before.description !== after.description,
      after.description === null ? 'It has no description any more.' : `It is described as “${after.description}”.`,
    ),
  ]
}

/** A policy compares builds once, or not at all. */
function comparisonOf({ variants }: Policy) {
  return variants === undefined ? [] : [{ ...variants, name: 'of builds' }]
}

function sectionsOf({ reserved }: Policy) {
  return (reserved ?? []).map(({ section, value, location }) => ({ name: section, value, location }))
}

function whole(changed: boolean, text: string): PolicyChange[] {
  return changed ? [{ kind: 'other', gate: null, text }] : []
}

type Named = { readonly name: string; readonly location: unknown }

function named<One extends Named>(
  noun: string,
  before: readonly One[],
  after: readonly One[],
  words?: (one: One) => string,
): PolicyChange[] {
  const say = (one: One) => (words === undefined ? '' : `: ${words(one)}`)
  return [
    ...after
      .filter(({ name }) => !before.some((one) => one.name === name))
      .map((one) => `${noun} ${one.name} is new${say(one)}.`),
    ...before
      .filter(({ name }) => !after.some((one) => one.name === name))
      .map((one) => `${noun} ${one.name} is gone.`),
    ...after.flatMap((is) => {
      const was = before.find(({ name }) => name === is.name)
      return was === undefined || canonical(was) === canonical(is) ? [] : [changedWords(noun, was, is, words)]
    }),
  ].map((text) => ({ kind: 'other', gate: null, text }))
}

function changedWords<One extends Named>(noun: string, was: One, is: One, words?: (one: One) => string): string {
  if (words !== undefined) return `${noun} ${is.name} is ${words(is)}, was ${words(was)}.`
  const fields = Object.entries(is).filter(
    ([field, value]) => field !== 'location' && canonical(value) !== canonical(was[field as keyof One]),
  )
  const changes = fields.map(([field, value]) => `${field} ${show(value)}, was ${show(was[field as keyof One])}`)
  return `${noun} ${is.name} has another meaning: ${changes.join('; ')}.`
}

function compareWaivers(before: readonly Waiver[], after: readonly Waiver[]): PolicyChange[] {
  const same = (a: Waiver) => (b: Waiver) => a.gate === b.gate && a.slice === b.slice
  const added = after
    .filter((waiver) => !before.some(same(waiver)))
    .map((waiver) => ({ waiver, kind: 'loosened', text: `is waived until ${waiver.until}: ${waiver.reason}` }) as const)
  const removed = before
    .filter((waiver) => !after.some(same(waiver)))
    .map((waiver) => ({ waiver, kind: 'tightened', text: 'is no longer waived' }) as const)
  const moved = after.flatMap((waiver) => {
    const was = before.find(same(waiver))
    if (was === undefined || was.until === waiver.until) return []
    const kind = waiver.until > was.until ? ('loosened' as const) : ('tightened' as const)
    return [{ waiver, kind, text: `is waived until ${waiver.until}, was until ${was.until}` }]
  })
  const argued = after.flatMap((waiver) => {
    const was = before.find(same(waiver))
    const changes = [
      ...(was !== undefined && was.reason !== waiver.reason ? [`is waived for another reason: ${waiver.reason}`] : []),
      ...(was !== undefined && was.approvedBy !== waiver.approvedBy
        ? [`has a waiver approved by ${waiver.approvedBy}, was by ${was.approvedBy}`]
        : []),
    ]
    return changes.map((text) => ({ waiver, kind: 'other', text }) as const)
  })
  return [...added, ...removed, ...moved, ...argued].map(({ waiver, kind, text }) => ({
    kind,
    gate: waiver.gate,
    text: `${waiver.gate}${waiver.slice === null ? '' : ` on ${waiver.slice}`} ${text.replace(/\.$/, '')}.`,
  }))
}

function thresholdWords(threshold: Policy['threshold']): string {
  switch (threshold.kind) {
    case 'fixed':
      return String(threshold.value)
    case 'maximize':
      return `where ${threshold.metric} is greatest on ${threshold.on}`
    case 'reach':
      return `where ${threshold.metric} reaches ${threshold.value} on ${threshold.on}`
  }
}

function sliceWords(slice: SliceDefinition): string {
  switch (slice.kind) {
    case 'value':
      return slice.top === null
        ? `each value of ${slice.column}`
        : `the ${slice.top} commonest values of ${slice.column}`
    case 'quantiles':
      return `${slice.quantiles} equal parts of ${slice.column}`
    case 'edges':
      return `${slice.column} cut at ${slice.edges.join(', ')}`
    case 'windows':
      return `the windows ${Object.keys(slice.windows).join(', ')} of ${slice.column}`
    case 'every':
      return `each ${slice.every} of ${slice.column}`
    case 'where':
      return `the rows where ${slice.where}`
    case 'cross':
      return slice.cross.join(' × ')
    case 'discover':
      return `the ${slice.top} worst found over ${slice.columns.join(', ')}, up to ${slice.depth} deep, from ${slice.minRows} rows`
  }
}

function list(names: readonly string[]): string {
  return names.length === 0 ? 'nobody' : names.join(', ')
}

function show(value: unknown): string {
  if (value === null || value === undefined) return 'none'
  if (Array.isArray(value)) return value.map(show).join(', ')
  if (typeof value !== 'object') return String(value)
  const set = Object.entries(value).filter(([, one]) => one !== null)
  return set.map(([field, one]) => `${field} ${show(one)}`).join(', ')
}

/** JSON with sorted keys and without places; infinite edges written out. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => {
    if (typeof inner === 'number' && !Number.isFinite(inner)) return String(inner)
    if (inner === null || typeof inner !== 'object' || Array.isArray(inner)) return inner
    const fields = Object.entries(inner).filter(([field]) => field !== 'location' && field !== 'directory')
    return Object.fromEntries(fields.sort(([a], [b]) => (a < b ? -1 : 1)))
  })
}
