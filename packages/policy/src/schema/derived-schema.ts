import * as z from 'zod'
import type { MeasureCatalogue } from '../catalogue.ts'

const name = z.string().min(1)

/** The `calibrate` field of a model: a calibrator between the model and its gates. */
export function calibrateSchema({ calibrators }: MeasureCatalogue) {
  return z
    .strictObject({
      on: name.describe('The dataset that the calibrator is fitted on; one that no gate judges.'),
      method: z
        .enum(['auto', ...(calibrators?.keys() ?? [])])
        .describe('Which calibrator; `auto` takes the one that a cross-fitted comparison on that dataset chooses.')
        .default('auto'),
    })
    .describe('Calibrate the predictions before they are measured, with a calibrator fitted on another dataset.')
}

/** The `conformal` field of a model: sets or intervals that hold the truth as often as they promise. */
export const conformalSchema = z
  .strictObject({
    on: name.describe('The dataset that the sets or intervals are fitted on; one that no gate judges.'),
    level: z.number().gt(0).lt(1).describe('How often they hold the truth.').default(0.9),
    by: name.describe('A slice definition: the promise then holds within each of its slices (Mondrian).').optional(),
    score: z
      .enum(['lac', 'aps', 'raps', 'absolute', 'normalised', 'quantile'])
      .describe(
        'Sets: `lac`, the smallest; `aps`, adaptive; `raps`, adaptive and kept small. The last two draw a share for each row, seeded by the policy, so that coverage is exact. Intervals: `absolute`, of one width; `normalised`, as wide as `spread` says; `quantile`, the declared quantiles moved apart. Default `aps` for classes, `normalised` with `spread`, `quantile` where the model has quantiles, otherwise `absolute`.',
      )
      .optional(),
    penalty: z
      .number()
      .min(0)
      .describe('`raps`: what a class scores more for each rank beyond `rank`. Default 0.1.')
      .optional(),
    rank: z.int().min(1).describe('`raps`: up to which rank classes cost nothing more. Default 1.').optional(),
    spread: name.describe("`normalised`: the column with each row's estimated spread, above 0.").optional(),
    fill_empty: z
      .boolean()
      .describe(
        'Sets: put the likeliest class into those that would be empty. They then cover more than `level` says, by up to the share of such sets, which the evidence states. Default false.',
      )
      .optional(),
  })
  .describe('Make prediction sets (classes) or intervals (numbers) with a promise of coverage.')
