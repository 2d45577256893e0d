import type { Scores } from '@sluice/robustness'
import { requestJson } from '../calls/json-request.ts'
import { chosenColumns } from '../inputs/chosen-columns.ts'
import { jsonRows } from '../inputs/json-rows.ts'
import { readFeatures } from '../inputs/read-features.ts'
import { readScores, wrongShape } from '../inputs/read-scores.ts'
import type { Backend } from '../model.ts'
import type { MlflowSpec } from '../model-spec.ts'

/** A model that `mlflow models serve` serves: rows to `/invocations` as `dataframe_split`, `predictions` back. */
export async function openMlflow(spec: MlflowSpec, directory: string): Promise<Backend> {
  const url = `${spec.mlflow.replace(/\/$/, '')}/invocations`
  const inputs = (await readFeatures(spec.inputs, directory))?.order ?? null
  return {
    place: url,
    inputs,
    concurrency: 4,
    async call(columns, signal) {
      const body = { dataframe_split: jsonRows(chosenColumns(columns, inputs, url), 'split') }
      return predictionsIn(await requestJson({ url, body, headers: spec.headers, signal }), spec.class, url)
    },
    close: async () => {},
  }
}

function predictionsIn(answer: unknown, classIndex: number | undefined, url: string): Scores {
  const predictions = (answer as { predictions?: unknown } | null)?.predictions
  if (predictions === undefined) {
    throw wrongShape(
      url,
      `the answer has no predictions; its fields are ${Object.keys(answer ?? {}).join(', ') || 'none'}`,
    )
  }
  return readScores(predictions, classIndex, url)
}
