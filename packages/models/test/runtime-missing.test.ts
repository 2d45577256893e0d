import { expect, it, vi } from 'vitest'
import { openModel } from '../src/index.ts'
import { creditFolder } from './support/credit.ts'

// The only way to be without a package that is installed.
vi.mock('onnxruntime-node', () => {
  throw new Error('Cannot find package')
})

it('says how to install ONNX Runtime where it is not there', async () => {
  const spec = { onnx: 'models/baseline.onnx', inputs: 'models/features.json' }
  await expect(openModel(spec, { directory: creditFolder })).rejects.toMatchObject({
    code: 'runtime-missing',
    message: expect.stringContaining('models/baseline.onnx: ONNX Runtime is needed to run it'),
    hint: expect.stringContaining('npm install onnxruntime-node@'),
  })
})
