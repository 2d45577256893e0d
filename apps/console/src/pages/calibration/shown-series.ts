import type { ReliabilityEvidence } from '@sluice/gates'
import { calibratorName } from './calibrator-name.ts'
import { type ChosenSample, reliabilityOf } from './chosen-sample.ts'

/** One set of scores that is drawn. */
export interface ReliabilitySeries {
  readonly label: string
  readonly colour: string
  readonly reliability: ReliabilityEvidence
}

/** The scores before and after the calibrator, or only one of them; the later lies on top. */
export function shownSeries({ before, after, slice }: ChosenSample, show?: 'before' | 'after'): ReliabilitySeries[] {
  const both = [
    { of: show === 'after' && after !== null ? null : before, colour: 'var(--series-2)' },
    { of: show === 'before' ? null : after, colour: 'var(--series-1)' },
  ]
  return both.flatMap(({ of, colour }) => {
    const reliability = of === null ? null : reliabilityOf(of, slice)
    return of === null || reliability === null ? [] : [{ label: calibratorName(of.method), colour, reliability }]
  })
}

/** Where scores begin: those of a positive class at 0, those of the likeliest class at one over the number of classes. */
export function lowestScore(series: readonly ReliabilitySeries[], of: 'positive' | 'top_label'): number {
  if (of === 'positive') return 0
  const least = series.flatMap(({ reliability: { corp } }) => corp.score[0] ?? [])
  return Math.floor(Math.min(0.9, ...least) * 10) / 10
}
