import Fastify, { type FastifyReply } from 'fastify'
import { featureNames } from './credit.ts'
import { onnxScorer } from './onnx-scorer.ts'

/** What the server does wrong with one request for scores, before it goes on rightly. */
export type Fault =
  | 'unavailable'
  | 'silent'
  | 'cut'
  | 'too-long-length'
  | 'too-short-length'
  | 'hangs-up'
  | 'one-row-less'
  | 'wrong-shape'
  | 'no-output'
  | 'page'
  | 'other-model'
  | 'other-version'
  | 'error-as-success'

export interface InferenceServer {
  readonly url: string
  /** Faults of the requests that come, one each, in their order. */
  readonly faults: Fault[]
  /** Rows of every request for scores, in the order in which they came. */
  readonly requests: number[]
  /** Whether the model is loaded. */
  ready: boolean
  close(): Promise<void>
}

interface Infer {
  readonly id?: string
  readonly inputs: { name: string; shape: number[]; datatype: string; data: unknown[] }[]
  readonly outputs?: { name: string }[]
}

/** A server of the Open Inference Protocol, version 2, with one model: the credit candidate, out of its ONNX file. */
export async function serveOpenInference(): Promise<InferenceServer> {
  const score = await onnxScorer()
  const app = Fastify({ forceCloseConnections: true })
  const server = { faults: [] as Fault[], requests: [] as number[], ready: true }
  app.get('/v2/health/live', async () => ({ live: true }))
  app.get('/v2/health/ready', async () => ({ ready: server.ready }))
  // A model answers under its name and under its name and version.
  for (const path of ['/v2/models/credit', '/v2/models/credit/versions/1']) {
    app.get(`${path}/ready`, (_, reply) => reply.code(server.ready ? 200 : 503).send({ ready: server.ready }))
    app.get(path, async () => ({
      name: 'credit',
      versions: ['1'],
      platform: 'onnxruntime_onnx',
      inputs: [{ name: 'features', datatype: 'FP32', shape: [-1, featureNames.length] }],
      outputs: [{ name: 'score', datatype: 'FP32', shape: [-1, 1] }],
    }))
    app.post<{ Body: Infer }>(`${path}/infer`, { bodyLimit: 1 << 26 }, async (request, reply) => {
      const [input] = request.body.inputs
      const rows = input?.shape[0] ?? 0
      server.requests.push(rows)
      const fault = server.faults.shift()
      if (fault !== undefined && misbehave(fault, reply)) return reply
      const flat = (input?.data.flat(Infinity) ?? []) as number[]
      if (input?.name !== 'features' || input.datatype !== 'FP32' || flat.length !== rows * featureNames.length) {
        return reply.code(400).send({ error: `expected features of type FP32 and shape [n, ${featureNames.length}]` })
      }
      const scores = await score(flat)
      const data = fault === 'one-row-less' ? scores.slice(1) : scores
      const shape = fault === 'wrong-shape' ? [data.length, 1, 2] : [data.length, 1]
      const output = { name: fault === 'no-output' ? 'other' : 'score', datatype: 'FP32', shape, data }
      const { id } = request.body
      if (fault === 'error-as-success') return { error: 'CUDA ran out of memory' }
      const name = fault === 'other-model' ? 'other' : 'credit'
      return {
        model_name: name,
        model_version: fault === 'other-version' ? '9' : '1',
        ...(id !== undefined && { id }),
        outputs: [output],
      }
    })
  }
  app.setNotFoundHandler((_, reply) => reply.code(404).send({ error: 'unknown model' }))
  return Object.assign(server, { url: await app.listen({ host: '127.0.0.1', port: 0 }), close: () => app.close() })
}

/** Answers wrongly where the fault is in the answer itself; `false` where it is in the scores. */
function misbehave(fault: Fault, reply: FastifyReply): boolean {
  const begun = '{"model_name":"credit","outputs":[{"name":"score","datatype":"FP32","shape":[2,1],"data":[0.25'
  const head = (length: number) =>
    `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\nconnection: close\r\n\r\n`
  switch (fault) {
    case 'unavailable':
      reply.code(503).send({ error: 'the model is being loaded' })
      return true
    case 'page':
      reply.type('text/html').send('<html><body>Sign in</body></html>')
      return true
    case 'silent':
      reply.hijack()
      return true
    case 'hangs-up':
      reply.hijack()
      reply.raw.socket?.destroy()
      return true
    case 'cut':
      reply.hijack()
      reply.raw.socket?.end(`${head(begun.length)}${begun}`)
      return true
    case 'too-long-length':
      reply.hijack()
      reply.raw.socket?.end(`${head(begun.length + 100)}${begun}`)
      return true
    case 'too-short-length':
      reply.hijack()
      reply.raw.socket?.end(`${head(begun.length - 10)}${begun}`)
      return true
    default:
      return false
  }
}
