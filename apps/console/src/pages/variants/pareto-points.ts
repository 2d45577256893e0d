import type { BuildEvidence, ParetoAxisEvidence, VariantsEvidence } from '@sluice/gates'
import type { ParetoFront } from '@sluice/metrics'
import { type Domain, logTicks, type PlotEstimate } from '../../charts/index.ts'
import { shortNumber } from '../../wording/index.ts'
import { axisText, axisValue, endsOf } from './axis-values.ts'
import { standingOf } from './plane.ts'

/** Values whose ends are further apart than this are drawn on a logarithmic axis. */
const farApart = 20

/** The builds that have both values, as points; those on the front are filled. */
export function paretoPoints(
  { builds }: VariantsEvidence,
  { name }: ParetoAxisEvidence,
  { front }: ParetoFront,
): PlotEstimate[] {
  return builds.flatMap((build) => {
    const cost = axisValue(build, name)
    const { quality, model } = build
    if (cost.value === null || quality.value === null) return []
    const ends = { xEnds: endsOf(cost), yEnds: endsOf(quality) }
    return [{ name: model, x: cost.value, y: quality.value, ...ends, filled: front.includes(model) }]
  })
}

/** Why a build is not among the points. */
export function missingWords(builds: readonly BuildEvidence[], { name, label }: ParetoAxisEvidence): string[] {
  return builds
    .filter((build) => axisValue(build, name).value === null || build.quality.value === null)
    .map(({ model, quality }) => `${model} is not drawn: it has no ${quality.value === null ? 'quality' : label}.`)
}

/** A point in words: its values, who dominates it, and whom intervals do not tell it from. */
export function pointWords(
  { name, x, y, xEnds, yEnds }: PlotEstimate,
  { quality, pareto }: VariantsEvidence,
  against: ParetoAxisEvidence,
  front: ParetoFront,
): string[] {
  const { dominatedBy, notSeparated } = standingOf(name, front)
  const label = (axis: string) => pareto.axes.find((one) => one.name === axis)?.label ?? axis
  const within = (ends: PlotEstimate['xEnds'], text: (value: number) => string) =>
    ends === null ? '' : ` (${text(ends[0])} to ${text(ends[1])})`
  const text = axisText[against.name]
  return [
    name,
    `${quality.label} ${shortNumber(y)}${within(yEnds, shortNumber)}`,
    `${against.label} ${text(x)}${within(xEnds, text)}`,
    ...(dominatedBy.length === 0 ? [] : [`dominated by ${dominatedBy.join(', ')}`]),
    ...[...notSeparated].map(([axis, others]) => `not separated from ${others.join(', ')} in ${label(axis)}`),
  ]
}

/** Everything that the points reach along x, spread by ratios where it spans more than one order of magnitude. */
export function costScale(points: readonly PlotEstimate[]) {
  const values = points.flatMap(({ x, xEnds }) => [x, ...(xEnds ?? [])])
  const [least, most] = [Math.min(...values), Math.max(...values)]
  if (!(least > 0 && most / least > farApart)) return { domain: padded(values), spread: 'linear' as const }
  const domain: Domain = [least / 1.6, most * 1.6]
  return { domain, spread: 'log' as const, ticks: logTicks(domain, 6) }
}

export function qualityDomain(points: readonly PlotEstimate[]): Domain {
  return padded(points.flatMap(({ y, yEnds }) => [y, ...(yEnds ?? [])]))
}

/** Room around the values, so that no mark lies on an axis. */
function padded(values: readonly number[]): Domain {
  if (values.length === 0) return [0, 1]
  const [least, most] = [Math.min(...values), Math.max(...values)]
  const room = (most - least) * 0.12 || Math.abs(most) * 0.1 || 1
  return [least >= 0 && least - room < 0 ? 0 : least - room, most + room]
}
