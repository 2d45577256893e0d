import { InferenceSession, Tensor } from 'onnxruntime-node'
import { creditFolder, featureNames } from './credit.ts'

/** Scores rows of numbers with one of the credit models, as a server would: without anything of Sluice. */
export async function onnxScorer(model = 'candidate'): Promise<(rows: readonly number[]) => Promise<number[]>> {
  const session = await InferenceSession.create(`${creditFolder}/models/${model}.onnx`, { intraOpNumThreads: 1 })
  return async (flat) => {
    const data = Float32Array.from(flat, (value) => value ?? Number.NaN)
    const shape = [data.length / featureNames.length, featureNames.length]
    const { score } = await session.run({ features: new Tensor('float32', data, shape) })
    return Array.from(score!.data as Float32Array)
  }
}
