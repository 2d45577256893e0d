import { z } from 'zod'

/** Types of a tensor that holds the columns side by side. */
export const featureTypes = [
  'float32',
  'float64',
  'int8',
  'int16',
  'int32',
  'int64',
  'uint8',
  'uint16',
  'uint32',
  'uint64',
] as const

export type FeatureType = (typeof featureTypes)[number]

/** `features.json`: how the columns of a table become the input of a model. */
export const featuresSchema = z.object({
  input: z.string().optional().describe('The name of the input tensor'),
  dtype: z.enum(featureTypes).optional().describe('The type of its numbers; default float32'),
  output: z.string().optional().describe('The name of the output tensor'),
  classes: z
    .array(z.union([z.string(), z.number(), z.boolean()]).transform(String))
    .min(2)
    .optional()
    .describe('The classes, in the order of the columns of the output'),
  order: z.array(z.string()).min(1).describe('The columns, in the order in which the model takes them'),
  categories: z
    .record(z.string(), z.array(z.union([z.string(), z.number(), z.boolean()])))
    .optional()
    .describe('The categories of a column, in the order of their codes 0, 1, 2, …'),
  missing: z.number().optional().describe('What stands for a missing value; default NaN, where the type has one'),
  preprocessing: z
    .string()
    .optional()
    .describe('`none: …`: the model takes the columns as they are. Anything else belongs into the model itself'),
})

export type Features = z.infer<typeof featuresSchema>
