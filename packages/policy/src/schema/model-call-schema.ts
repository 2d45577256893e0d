import * as z from 'zod'
import { quantityPattern } from '../quantity.ts'

const name = z.string().min(1)
const url = z.url({ protocol: /^https?$/ })

/** What every way of calling a model has in common. */
const common = {
  inputs: name.describe('A JSON file that names the input columns in their order, relative to this file.').optional(),
  batch: z.int().min(1).describe('The most rows in one request.').optional(),
  timeout: z.string().regex(quantityPattern).describe('How long one request may take, `10s`.').optional(),
  retries: z.int().min(0).describe('How often a request that failed for a passing cause is sent again.').optional(),
  concurrency: z.int().min(1).describe('How many requests may be under way at once.').optional(),
}

const headers = z.record(name, z.string()).describe('Headers sent along; `$NAME` takes a value from the environment.')

/**
 * How a model is asked for predictions: exactly one of a file, a server or a command. A map of optional fields rather
 * than a union, so that a misspelt field is named with its nearest spelling.
 */
export const modelCallSchema = z
  .strictObject({
    onnx: name.describe('An ONNX file, relative to this file; run in this process.').optional(),
    oip: url.describe('A server of the Open Inference Protocol v2 (KServe, Triton, MLServer); with `name`.').optional(),
    mlflow: url.describe("An MLflow scoring server's `/invocations`.").optional(),
    http: url
      .describe(
        'A server that takes `{ "rows": [ … ] }` and answers `{ "predictions": [ … ] }`: an entry a row, a number, or a list or an object of one a class.',
      )
      .optional(),
    command: z
      .union([name, z.array(name).min(1)])
      .describe('A program that reads a JSON line a row and writes a JSON line a prediction.')
      .optional(),
    name: name.describe('The name of the model on an Open Inference Protocol server.').optional(),
    version: name.describe('Its version there.').optional(),
    output: name
      .describe(
        'Which output holds the scores, where there are several: a tensor, or a field of a JSON answer. Default: the only one, or the only tensor of fractions.',
      )
      .optional(),
    class: z
      .union([name, z.int(), z.boolean()])
      .describe(
        'Which class is scored, where the model answers with one number a class: its name, or its place from 0 on. Default, binary: `columns.positive` where the model names its classes, else the second of two.',
      )
      .optional(),
    classes: z
      .array(z.union([name, z.number(), z.boolean()]))
      .min(2)
      .describe('The classes in the order of the columns, where the model does not name them.')
      .optional(),
    headers: headers.optional(),
    ...common,
  })
  .describe('How the model is asked for predictions: one of onnx, oip, mlflow, http, command.')
