/** The credit baseline as a command: an object of JSON a line in, a score a line out. Arguments make it misbehave. */
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { InferenceSession, Tensor } from 'onnxruntime-node'

const [fault] = process.argv.slice(2)
const models = fileURLToPath(new URL('../../../../policies/credit-default/models', import.meta.url))
const { default: features } = await import('../../../../policies/credit-default/models/features.json', {
  with: { type: 'json' },
})
const session = await InferenceSession.create(`${models}/baseline.onnx`, { intraOpNumThreads: 1 })
let rows = 0

for await (const line of createInterface({ input: process.stdin })) {
  const row = JSON.parse(line)
  rows++
  if (fault === 'dies' && rows === 3) {
    console.error('out of cheese')
    process.exit(7)
  }
  if (fault === 'stalls' && rows === 3) continue
  const data = Float32Array.from(features.order, (name) => row[name] ?? Number.NaN)
  const { score } = await session.run({ features: new Tensor('float32', data, [1, data.length]) })
  console.log(fault === 'chats' ? 'here you are' : JSON.stringify(score.data[0]))
}
