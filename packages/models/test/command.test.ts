import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { type ModelError, openModel } from '../src/index.ts'
import { creditClients, creditFolder, furthest } from './support/credit.ts'

const script = fileURLToPath(new URL('support/model-command.mjs', import.meta.url))
const open = (args: string[] = [], options = {}) =>
  openModel(
    { command: [process.execPath, script, ...args], inputs: 'models/features.json' },
    { directory: creditFolder, firstWait: 1, ...options },
  )
const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.fail('it succeeded'),
    (error: ModelError) => error,
  )

describe('a command', () => {
  it('lives as long as it is asked, and gives a score a line', async () => {
    const { columns, baseline } = await creditClients(100)
    const model = await open([], { batchSize: 40 })
    expect(furthest((await model.score(columns)) as Float64Array, baseline)).toBeLessThan(1e-6)
    expect(furthest((await model.score(columns)) as Float64Array, baseline)).toBeLessThan(1e-6)
    expect(model.latency()).toMatchObject({ calls: 5, warmUp: 1 })
    await model.close()
    expect((await failure(model.score(columns))).code).toBe('closed')
  })

  it('that dies says how, how far it came, and its last words', async () => {
    const { columns } = await creditClients(10)
    const model = await open(['dies'])
    const error = await failure(model.score(columns))
    expect(error.code).toBe('ended')
    expect(error.message).toContain('the program ended (exit code 7), after 2 of 10 rows; it said: out of cheese')
    await model.close()
  })

  it('that stalls is given up', async () => {
    const { columns } = await creditClients(10)
    const model = await open(['stalls'], { timeout: 500, retries: 0 })
    expect((await failure(model.score(columns))).code).toBe('timeout')
    expect((await failure(model.score(columns))).message).toContain('did not answer in time')
    await model.close()
  })

  it('that writes something else than JSON', async () => {
    const { columns } = await creditClients(3)
    const model = await open(['chats'])
    const error = await failure(model.score(columns))
    expect(error.message).toContain('expected JSON for row 0, found "here you are"')
    expect(error.hint).toContain('let it log to standard error')
    await model.close()
  })

  it('that does not exist', async () => {
    const { columns } = await creditClients(3)
    const model = await openModel({ command: 'no-such-program --score' }, { retries: 0 })
    expect((await failure(model.score(columns))).message).toContain('cannot be started (ENOENT)')
    await model.close()
  })
})
