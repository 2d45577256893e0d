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
