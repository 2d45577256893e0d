import type { CalibratedEvidence, CalibrationEvidence, ReliabilityEvidence } from '@sluice/gates'
import type { CalibrationSearch } from '../../route-search.ts'

/** What the page shows of a section: a slice, the scores as they are and one calibrator. */
export interface ChosenSample {
  readonly section: CalibrationEvidence
  /** `null` for all rows. */
  readonly slice: string | null
  readonly before: CalibratedEvidence
  /** `null` where no calibrator could be tried. */
  readonly after: CalibratedEvidence | null
}

/** What an address asks for; the first of its kind where it asks for nothing, or for what is not there. */
export function chosenSample(sections: readonly CalibrationEvidence[], asked: CalibrationSearch): ChosenSample | null {
  const ofDataset = sections.filter(({ dataset }) => dataset === asked.dataset)
  const within = ofDataset.length > 0 ? ofDataset : sections
  const section = within.find(({ model }) => model === asked.model) ?? within[0]
  const before = section?.methods[0]
  if (section === undefined || before === undefined) return null
  const slice = slicesOf(before).find((name) => name === asked.slice) ?? null
  return { section, slice, before, after: calibratorOf(section, asked.method) }
}

/** The slices that are drawn, in the policy's order. */
export function slicesOf({ reliability }: CalibratedEvidence): string[] {
  return reliability.flatMap(({ slice }) => slice ?? [])
}

/** How often what was predicted came true in the slice. */
export function reliabilityOf({ reliability }: CalibratedEvidence, slice: string | null): ReliabilityEvidence | null {
  return reliability.find((one) => (one.slice ?? null) === slice) ?? null
}

/** What is asked for, else what the policy applies, else what the chooser would take, else the least log loss. */
function calibratorOf({ methods, applied, choice }: CalibrationEvidence, asked?: string): CalibratedEvidence | null {
  const tried = methods.slice(1).filter(({ quality }) => quality !== null)
  const named = (name: string | null | undefined) => tried.find(({ method }) => method === name)
  const loss = ({ quality }: CalibratedEvidence) => quality?.logLoss.value ?? Number.POSITIVE_INFINITY
  return (
    named(asked) ?? named(applied) ?? named(choice?.method) ?? tried.toSorted((a, b) => loss(a) - loss(b))[0] ?? null
  )
}
