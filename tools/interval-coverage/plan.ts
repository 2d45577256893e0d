import { binaryStudy } from './binary-study.ts'
import { conformalStudy } from './conformal-study.ts'
import { populations } from './population.ts'
import type { Study } from './simulate.ts'

/** Tables of these sizes, and how many of each are simulated. */
export const sizes = [
  { rows: 200, replicates: 4000 },
  { rows: 2000, replicates: 4000 },
  { rows: 20_000, replicates: 1000 },
] as const

/** Every study by its number, each made when it is asked for: true values take a second to integrate. */
export const studies: readonly PlannedStudy[] = [
  ...populations.map((population) => ({
    name: population.name,
    prevalence: population.prevalence,
    study: () => binaryStudy(population),
  })),
  { name: conformalStudy.name, prevalence: null, study: () => conformalStudy },
]

export interface PlannedStudy {
  readonly name: string
  /** The share of positives, where rows have a class. */
  readonly prevalence: number | null
  study(): Study<unknown>
}

/** A share of the work: some replicates of one study at one size. */
export interface Portion {
  readonly study: number
  readonly rows: number
  readonly from: number
  readonly to: number
  /** Names of the claims to simulate; all of them where it is absent. */
  readonly only?: readonly string[]
}

/** About as much work in each portion, the largest tables first, so that no thread is left with a long one at the end. */
export function portions(only?: readonly string[], rowsAtOnce = 200_000): Portion[] {
  return sizes.toReversed().flatMap(({ rows, replicates }) =>
    studies.flatMap((_, study) => {
      const at = Math.max(1, Math.floor(rowsAtOnce / rows))
      return Array.from({ length: Math.ceil(replicates / at) }, (_, p) => ({
        study,
        rows,
        from: p * at,
        to: Math.min(replicates, (p + 1) * at),
        ...(only && { only }),
      }))
    }),
  )
}
