import Fastify from 'fastify'
import { featureNames } from './credit.ts'
import { onnxScorer } from './onnx-scorer.ts'

interface Invocation {
  readonly dataframe_split: { readonly columns: string[]; readonly data: number[][] }
}

/** What `mlflow models serve` offers, for the credit candidate: `/ping`, and `/invocations` with `dataframe_split`. */
export async function serveMlflow() {
  const score = await onnxScorer()
  const app = Fastify({ forceCloseConnections: true })
  app.get('/ping', async () => '\n')
  app.post<{ Body: Invocation }>('/invocations', { bodyLimit: 1 << 26 }, async (request, reply) => {
    if (request.headers.authorization !== 'Bearer secret') {
      return reply.code(401).send({ error_code: 'UNAUTHENTICATED', message: 'who asks?' })
    }
    const { columns, data } = request.body.dataframe_split
    const missing = featureNames.filter((name) => !columns.includes(name))
    if (missing.length > 0) {
      const message = `Model is missing inputs ${JSON.stringify(missing)}.`
      return reply.code(400).send({ error_code: 'BAD_REQUEST', message })
    }
    const places = featureNames.map((name) => columns.indexOf(name))
    const scores = await score(data.flatMap((row) => places.map((place) => row[place]!)))
    return { predictions: scores.map((p) => [1 - p, p]) }
  })
  return { url: await app.listen({ host: '127.0.0.1', port: 0 }), close: () => app.close() }
}
