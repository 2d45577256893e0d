import { requestJson } from '../calls/json-request.ts'
import { chosenColumns } from '../inputs/chosen-columns.ts'
import { jsonRows } from '../inputs/json-rows.ts'
import { readFeatures } from '../inputs/read-features.ts'
import type { Backend } from '../model.ts'
import type { MlflowSpec } from '../model-spec.ts'
import { wrongShape } from '../outputs/answer.ts'
import { jsonAnswer } from '../outputs/json-answer.ts'

/** A model that `mlflow models serve` serves: rows to `/invocations` as `dataframe_split`, `predictions` back. */
export async function openMlflow(spec: MlflowSpec, directory: string): Promise<Backend> {
  const url = `${spec.mlflow.replace(/\/$/, '')}/invocations`
  const features = await readFeatures(spec.inputs, directory)
  const inputs = features?.order ?? null
  return {
    place: url,
    inputs,
    classes: features?.classes ?? null,
    concurrency: 4,
    async call(columns, signal) {
      const body = { dataframe_split: jsonRows(chosenColumns(columns, inputs, url), 'split') }
      const answer = await requestJson({ url, body, headers: spec.headers, signal })
      return jsonAnswer(predictionsIn(answer, url), spec.output, url)
    },
    close: async () => {},
  }
}

/** MLflow answers `{ "predictions": … }`, and before its version 2 the predictions alone. */
function predictionsIn(answer: unknown, url: string): unknown {
  if (Array.isArray(answer)) return answer
  const predictions = (answer as { predictions?: unknown } | null)?.predictions
  if (predictions === undefined) {
    throw wrongShape(
      url,
      `the answer has no predictions; its fields are ${Object.keys(answer ?? {}).join(', ') || 'none'}`,
    )
  }
  return predictions
}
