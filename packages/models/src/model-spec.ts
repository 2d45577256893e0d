import { z } from 'zod'
import { featuresSchema } from './inputs/features-schema.ts'

const address = z.url({ protocol: /^https?$/, error: 'expected an http:// or https:// address' })
const features = z
  .union([z.string(), featuresSchema])
  .describe('Which columns the model takes and how: a JSON file, or the same inline')
const headers = z.record(z.string(), z.string()).describe('Sent with every request, a token say')
const output = z.string().describe('The output that holds the scores; default the first')
const classIndex = z.int().nonnegative().describe('The class whose score is taken; default all, or the only one')

const onnx = z.strictObject({
  onnx: z.string().describe('An ONNX file'),
  inputs: features.optional(),
  output: output.optional(),
  class: classIndex.optional(),
  threads: z.int().positive().optional().describe('Threads of one call; default 1'),
})

const openInference = z.strictObject({
  oip: address.describe('A server of the Open Inference Protocol, version 2'),
  name: z.string().describe('The name of the model there'),
  version: z.string().optional(),
  inputs: features.optional(),
  output: output.optional(),
  class: classIndex.optional(),
  headers: headers.optional(),
})

const mlflow = z.strictObject({
  mlflow: address.describe('A server of an MLflow model; rows go to /invocations'),
  inputs: features.optional(),
  class: classIndex.optional(),
  headers: headers.optional(),
})

const http = z.strictObject({
  http: address.describe('An address that takes rows as JSON'),
  inputs: features.optional(),
  format: z
    .enum(['records', 'columns', 'split'])
    .optional()
    .describe('One object a row (default), one list a column, or { columns, data }'),
  rows: z.string().optional().describe('The field that holds the rows; default `instances`; "" for the body itself'),
  scores: z
    .string()
    .optional()
    .describe('The path of the scores in the answer; default `predictions`; "" for all of it'),
  class: classIndex.optional(),
  headers: headers.optional(),
})

const command = z.strictObject({
  command: z
    .union([z.string(), z.array(z.string()).min(1)])
    .describe('A program that reads one row a line as JSON and writes one score (or list) a line'),
  inputs: features.optional(),
  class: classIndex.optional(),
})

/** Where a model is and how to ask it. Plain data, as a policy states it; paths are relative to the policy. */
export const modelSpecSchema = z.union([onnx, openInference, mlflow, http, command])

export type OnnxSpec = z.infer<typeof onnx>
export type OpenInferenceSpec = z.infer<typeof openInference>
export type MlflowSpec = z.infer<typeof mlflow>
export type HttpSpec = z.infer<typeof http>
export type CommandSpec = z.infer<typeof command>
export type ModelSpec = z.infer<typeof modelSpecSchema>
