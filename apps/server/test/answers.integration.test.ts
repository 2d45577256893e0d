import { createHash } from 'node:crypto'
import { judge, measureCatalogue } from '@sluice/gates'
import { parsePolicy } from '@sluice/policy'
import type { PushedEvaluation } from '@sluice/store'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { example, variation } from './set-up/examples.ts'
import { type Served, serve } from './set-up/serve.ts'

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>
  readonly items?: Schema
  readonly additionalProperties?: unknown
}

interface Operation {
  readonly operationId: string
  readonly responses: Record<string, { readonly content: Record<string, { readonly schema: Schema }> }>
}

const origin = {
  commit: 'c0ffee',
  branch: 'main',
  pullRequest: '#17',
  run: 'https://ci.example.com/1',
  at: '2026-11-24T10:00:00.000Z',
}
const waiver = `
waivers:
  - { gate: costs-no-likelihood, until: 2026-12-01, reason: Recalibrated scores ship soon., approved_by: head-of-risk }
`

let server: Served
let admin: string
let paths: Readonly<Record<string, Readonly<Partial<Record<'get' | 'post' | 'delete', Operation>>>>>
let asked: Readonly<Record<string, string>>

/** Two evaluations of one model, of which one has a waiver and came twice; the schemas are those of the served document. */
beforeAll(async () => {
  server = await serve('answers')
  admin = (await server.token('admin')).token
  const push = async (pushed: PushedEvaluation) => {
    const response = await server.send('POST', '/api/v1/evaluations', admin, pushed)
    expect(response.status).toBe(200)
    return ((await response.json()) as { id: string }).id
  }
  await push(variation(1, origin))
  await push(variation(1))
  const id = await push({ ...waived(), origin })
  const gate = example.verdict.gates[0]!
  const series = new URLSearchParams({ gate: gate.name, slice: gate.measurements[0]!.slice })
  asked = {
    '/models/{model}/series': `/models/credit-default/series?${series}`,
    '/models/{model}/past-evidence': '/models/credit-default/past-evidence?limit=20',
    '{model}': 'credit-default',
    '{id}': id,
    '{sha256}': example.verdict.policySha256,
  }
  const document = await (await server.send('GET', '/api/v1/openapi.json', null)).json()
  paths = (document as { paths: typeof paths }).paths
})

afterAll(() => server.close())

function waived(): PushedEvaluation {
  const [own, ...ancestors] = example.policy
  const files = [{ file: own!.file, text: own!.text + waiver }, ...ancestors]
  const hash = createHash('sha256')
  for (const { text } of files) hash.update(text)
  const policy = parsePolicy(files[0]!.text, own!.file, measureCatalogue, { sha256: hash.digest('hex'), ancestors })
  return {
    ...example,
    policy: files,
    verdict: judge(policy, example.evidence, { asOf: '2026-11-24', catalogue: measureCatalogue }),
  }
}

/** What an object says that its schema does not name is not documented. */
function closed(schema: Schema): Schema {
  const { properties, items } = schema
  return {
    ...schema,
    ...(items === undefined ? {} : { items: closed(items) }),
    ...(properties === undefined
      ? {}
      : {
          properties: Object.fromEntries(Object.entries(properties).map(([name, one]) => [name, closed(one)])),
          additionalProperties: schema.additionalProperties ?? false,
        }),
  }
}

/** What of an answer is not as the document says, or is not in it. */
function faultsOf({ responses }: Operation, answer: unknown): unknown {
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  addFormats.default(ajv)
  const valid = ajv.compile(closed(responses['200']!.content['application/json']!.schema) as object)
  valid(answer)
  return valid.errors
}

test('every answer to a GET is what the OpenAPI document says, with nothing besides', async () => {
  const seen: string[] = []
  const empty: string[] = []
  for (const [path, { get }] of Object.entries(paths)) {
    if (get === undefined) continue
    const address = asked[path] ?? path.replace(/\{\w+\}/g, (parameter) => asked[parameter] ?? parameter)
    const response = await server.send('GET', `/api/v1${address}`, admin)
    const answer = (await response.json()) as { items?: unknown[] }
    expect([path, response.status, faultsOf(get, answer)]).toEqual([path, 200, null])
    const list = Array.isArray(answer) ? answer : answer.items
    if (list?.length === 0) empty.push(path)
    seen.push(get.operationId)
  }
  // An empty list would be valid whatever its rows are.
  expect(empty).toEqual([])
  expect(seen.length).toBeGreaterThanOrEqual(14)
})

test('so is every answer to what changes something', async () => {
  const { id } = await server.token('read')
  const changes: readonly (readonly ['post' | 'delete', string, string, unknown?])[] = [
    ['post', '/evaluations', '/evaluations', variation(2, origin)],
    ['post', '/tokens', '/tokens', { name: 'CI', scopes: ['push'] }],
    ['delete', '/tokens/{id}', `/tokens/${id}`],
  ]
  for (const [method, path, address, body] of changes) {
    const response = await server.send(method.toUpperCase(), `/api/v1${address}`, admin, body)
    const answer = await response.json()
    expect([path, response.status, faultsOf(paths[path]![method]!, answer)]).toEqual([path, 200, null])
  }
  const all = Object.entries(paths).flatMap(([path, { post, delete: removal }]) => [
    ...(post === undefined ? [] : [`post ${path}`]),
    ...(removal === undefined ? [] : [`delete ${path}`]),
  ])
  expect(changes.map(([method, path]) => `${method} ${path}`).sort()).toEqual(all.sort())
})
