import type { MeasureEntry } from '@sluice/policy'
import * as z from 'zod'
import { defineInstrumentMeasure, type Measure } from '../../define-measure.ts'
import { everyTask } from './tasks.ts'

/** What helps where strangers are the same by chance. */
export const tellApart =
  'Name features that tell rows apart (features of {dataset}), such as amounts and times; codes of few values cannot.'

type Description = MeasureEntry['describe']

/** A measure of golden rows that are found again, in the set itself or elsewhere: one idea of what the same row is. */
export function defineRowsFoundAgain(
  name: string,
  describe: Pick<Description, 'label' | 'summary' | 'formula' | 'whenToUse' | 'remedy'>,
): Measure {
  return defineInstrumentMeasure({
    name,
    instrument: 'golden',
    subject: 'dataset',
    tasks: everyTask,
    needs: [],
    direction: 'lower',
    range: [0, 1],
    options,
    describe: {
      ...describe,
      source:
        'numbers: Gower (1971), without its cap; chance: Abbott (1925); texts: Broder (1997), Leskovec, Rajaraman & Ullman (2020), chapter 3',
      interval: 'Wilson score interval; delta method where chance is taken off',
      edgeCases:
        'Compared are the features and texts, not the label. Values that are missing in both agree. A pair counts once. Near is as far as chance would bring one match to twenty sets, so less than the tolerance where strangers lie closer; or farther, up to the tolerance, where at least twice as many rows are found as chance brings. Where chance finds more than 1 % all the same, as of few values, the share beyond chance counts, and within noise of chance there is no value. Near texts are found by MinHash and counted out: what is found is near, and of what is near 99.9 % is found at the least.',
    },
  })
}

/** Options for texts have no value where none is written, so that measurements of sets without texts keep their identity. */
const options = z.strictObject({
  match: z.enum(['near', 'exact']).default('near').describe('what counts as the same row'),
  tolerance: z
    .number()
    .gt(0)
    .lt(1)
    .default(0.01)
    .describe(
      'near: mean difference of the numbers at the most, each over its 5 % to 95 % range; less where chance brings neighbours within it; categories agree',
    ),
  compare: z
    .enum(['rows', 'texts'])
    .optional()
    .describe('all features and texts of a row, or its texts alone; default `rows`'),
  similarity: z
    .number()
    .min(0.3)
    .max(1)
    .optional()
    .describe('near: Jaccard similarity of the shingles of each text at the least, default `0.8`'),
  shingles: z
    .enum(['characters', 'words'])
    .optional()
    .describe('what texts are cut into, default `characters`; words leave punctuation aside'),
  shingle_length: z
    .int()
    .min(1)
    .max(50)
    .optional()
    .describe('characters or words of a shingle, default `5` characters or `3` words'),
})
