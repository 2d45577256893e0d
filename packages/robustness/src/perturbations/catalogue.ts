import { categorySwap } from './category-swap.ts'
import { duplicatedColumns } from './duplicated-columns.ts'
import { letterCase } from './letter-case.ts'
import { lookAlikes } from './look-alikes.ts'
import { missing } from './missing.ts'
import { noise, robustNoise } from './noise.ts'
import { permutedColumns } from './permuted-columns.ts'
import type { Perturbation } from './perturbation.ts'
import { promptInjection } from './prompt-injection.ts'
import { timeShift } from './time-shift.ts'
import { typos } from './typos.ts'
import { unitMistake } from './unit-mistake.ts'
import { unseenCategory } from './unseen-category.ts'

/** Every perturbation, by the name that suites and results call it. */
export const perturbations: ReadonlyMap<string, Perturbation> = new Map(
  [
    noise,
    robustNoise,
    missing,
    unitMistake,
    categorySwap,
    unseenCategory,
    timeShift,
    duplicatedColumns,
    permutedColumns,
    typos,
    letterCase,
    lookAlikes,
    promptInjection,
  ].map((perturbation) => [perturbation.name, perturbation]),
)
