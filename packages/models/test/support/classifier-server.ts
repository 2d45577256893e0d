import Fastify, { type FastifyReply } from 'fastify'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { classifierFolder, reference } from './classifiers.ts'

const datatypes: Readonly<Record<string, string>> = { float32: 'FP32', int64: 'INT64', string: 'BYTES' }

/** How servers write the answers of one classifier, by the name of the shape. */
const shapes = {
  lists: (_labels, rows) => ({ predictions: rows }),
  bare: (_labels, rows) => rows,
  objects: (_labels, rows, classes) => ({ predictions: rows.map((row) => byClass(row, classes)) }),
  reordered: (_labels, rows, classes) => ({
    predictions: rows.map((row, i) => Object.fromEntries(swapped(Object.entries(byClass(row, classes)), i % 2 === 1))),
  }),
  columns: (_labels, rows, classes) => ({
    predictions: Object.fromEntries(classes.map((name, c) => [name, rows.map((row) => row[c])])),
  }),
  fields: (labels, rows) => ({ predictions: { label: labels, probabilities: rows } }),
  whole: (labels, rows) => ({ label: labels, probabilities: rows }),
  entries: (labels, rows) => ({ predictions: rows.map((row, i) => ({ label: labels[i], probabilities: row })) }),
  maps: (labels, rows, classes) => ({
    predictions: rows.map((row, i) => ({ label: labels[i], probabilities: byClass(row, classes) })),
  }),
  flat: (labels, rows, classes) => ({
    predictions: rows.map((row, i) => ({ decided: classes.indexOf(labels[i]!), ...byClass(row, classes) })),
  }),
  single: (_labels, rows) => ({ predictions: rows.map((row) => ({ score: row[0] })) }),
  labels: (labels) => ({ predictions: labels }),
  uneven: (_labels, rows) => ({ predictions: rows.map((row, i) => (i === 3 ? row.slice(1) : row)) }),
  lacking: (_labels, rows, classes) => ({
    predictions: rows.map((row, i) => (i === 3 ? { [classes[0]!]: row[0] } : byClass(row, classes))),
  }),
} satisfies Record<string, (labels: string[], rows: number[][], classes: string[]) => unknown>

export type AnswerShape = keyof typeof shapes

function byClass(row: readonly number[], classes: readonly string[]): Record<string, number> {
  return Object.fromEntries(classes.map((name, c) => [name, row[c]!]))
}

function swapped<T>(entries: T[], swap: boolean): T[] {
  return swap ? [...entries].reverse() : entries
}

interface Infer {
  readonly inputs: { name: string; shape: number[]; datatype: string; data: unknown[] }[]
  readonly outputs?: { name: string }[]
}

/**
 * Servers of the classifiers: the Open Inference Protocol at `/v2/models/NAME`, with every output that the model has or
 * those that are asked for; MLflow's `/SHAPE/invocations` and plain JSON at `/SHAPE/rows`, which answer in any shape.
 */
export async function serveClassifiers() {
  const app = Fastify({ forceCloseConnections: true })
  const sessions = new Map(
    await Promise.all(
      ['credit', 'credit-words', 'credit-columns', 'soil'].map(
        async (name) => [name, await InferenceSession.create(`${classifierFolder}/${name}.onnx`)] as const,
      ),
    ),
  )
  const asked: string[][] = []
  app.get<{ Params: { name: string } }>('/v2/models/:name/ready', async ({ params }, reply) =>
    reply.code(sessions.has(params.name) ? 200 : 404).send({ ready: sessions.has(params.name) }),
  )
  app.get<{ Params: { name: string } }>('/v2/models/:name', async ({ params: { name } }) => {
    const { inputMetadata, outputMetadata } = sessions.get(name)!
    const described = (all: typeof outputMetadata) =>
      all.map((one) => {
        if (!one.isTensor) throw new Error(`${one.name} is no tensor`)
        const shape = one.shape.map((length) => (typeof length === 'number' ? length : -1))
        return { name: one.name, datatype: datatypes[one.type]!, shape }
      })
    return { name, platform: 'onnxruntime_onnx', inputs: described(inputMetadata), outputs: described(outputMetadata) }
  })
  app.post<{ Params: { name: string }; Body: Infer }>('/v2/models/:name/infer', async ({ params, body }, reply) => {
    const session = sessions.get(params.name)!
    const [input] = body.inputs
    const names = body.outputs?.map(({ name }) => name) ?? session.outputNames
    asked.push([...names])
    const unknown = names.find((name) => !session.outputNames.includes(name))
    if (unknown !== undefined) return refuse(reply, `unexpected inference output '${unknown}'`)
    const data = Float32Array.from(input!.data.flat(Infinity) as number[])
    const results = await session.run({ [input!.name]: new Tensor('float32', data, input!.shape) }, [...names])
    const outputs = names.map((name) => {
      const { type, dims, data: values } = results[name]!
      return {
        name,
        datatype: datatypes[type]!,
        shape: dims,
        data: Array.from(values as ArrayLike<unknown>, jsonValue),
      }
    })
    return { model_name: params.name, outputs }
  })
  const answer = async (shape: AnswerShape, rows: readonly (readonly number[])[]) => {
    const session = sessions.get('credit-words')!
    const data = Float32Array.from(rows.flat())
    const { label, probabilities } = await session.run({
      X: new Tensor('float32', data, [rows.length, rows[0]!.length]),
    })
    const flat = probabilities!.data as Float32Array
    const pairs = rows.map((_, i) => [flat[2 * i]!, flat[2 * i + 1]!])
    return shapes[shape](label!.data as unknown as string[], pairs, reference['credit-words'].classes)
  }
  app.post<{ Params: { shape: AnswerShape }; Body: { dataframe_split: { data: number[][] } } }>(
    '/:shape/invocations',
    ({ params, body }) => answer(params.shape, body.dataframe_split.data),
  )
  app.post<{ Params: { shape: AnswerShape }; Body: { rows: Record<string, number>[] } }>(
    '/:shape/rows',
    ({ params, body }) =>
      answer(
        params.shape,
        body.rows.map((row) => Object.values(row)),
      ),
  )
  return { url: await app.listen({ host: '127.0.0.1', port: 0 }), asked, close: () => app.close() }
}

function refuse(reply: FastifyReply, error: string) {
  return reply.code(400).send({ error })
}

function jsonValue(value: unknown): unknown {
  return typeof value === 'bigint' ? Number(value) : value
}
