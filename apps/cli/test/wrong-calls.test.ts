import { CommanderError } from 'commander'
import { afterEach, expect, test, vi } from 'vitest'
import { reportFailure, UsageError } from '../src/failure.ts'
import { program } from '../src/program.ts'

const wrongCalls = [
  [],
  ['--bogus'],
  ['chekc'],
  ['check', '--bogus'],
  ['check', '--output'],
  ['judge'],
  ['judge', 'x.yaml'],
  ['judge', 'x.yaml', 'y.yaml', '--evidence', 'e.json'],
  ['measure', 'x.parquet'],
  ['variants'],
  ['calibrate', 'x.parquet'],
  ['golden'],
  ['golden', 'nope'],
  ['golden', 'judge'],
  ['golden', 'draw', 'x.parquet'],
  ['stress'],
  ['lint', '--nope'],
  ['init'],
  ['schema', 'extra'],
  ['explain', 'a', 'b'],
  ['serve', '--bogus'],
  ['push'],
  ['workspace'],
  ['workspace', 'create'],
  ['workspace', 'list', '--bogus'],
]

afterEach(() => {
  vi.restoreAllMocks()
})

/** What a call comes to: its exit code and what it printed, without a process of its own. */
async function call(args: readonly string[]): Promise<{ code: number | null; stderr: string; stdout: string }> {
  const printed = { stdout: '', stderr: '' }
  for (const stream of ['stdout', 'stderr'] as const) {
    vi.spyOn(process[stream], 'write').mockImplementation((text) => {
      printed[stream] += String(text)
      return true
    })
  }
  // Where commander ends the process itself, nothing of ours decides about the exit code.
  vi.spyOn(process, 'exit').mockImplementation((code) => {
    throw new Error(`the process was ended with ${code}`)
  })
  try {
    await program().parseAsync(args, { from: 'user' })
    return { code: null, ...printed }
  } catch (error) {
    if (!(error instanceof CommanderError || error instanceof UsageError)) throw error
    return { code: reportFailure(error), ...printed }
  }
}

test.each(wrongCalls.map((args) => [args.join(' ') || '(nothing)', args] as const))(
  'a wrong call exits with 2 and says why on standard error: sluice %s',
  async (_, args) => {
    const { code, stdout, stderr } = await call(args)
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).not.toBe('')
  },
)

test('every subcommand has a wrong call in the table above', () => {
  const paths = (command: ReturnType<typeof program>, above: readonly string[]): string[] =>
    command.commands.flatMap((one) => [[...above, one.name()].join(' '), ...paths(one, [...above, one.name()])])
  const called = wrongCalls.map((args) => args.join(' '))
  expect(
    paths(program(), []).filter((path) => !called.some((one) => one === path || one.startsWith(`${path} `))),
  ).toEqual([])
})

test.each([
  [['check', '--ouput', 'x'], '--output'],
  [['golden', 'jugde'], 'judge'],
  [['golden', 'draw', 'x', '--rows', '3', '--by', 'g', '-o', 'y', '--seeed', '1'], '--seed'],
])('a misspelt %j is told the nearest spelling', async (args, near) => {
  expect((await call(args)).stderr).toContain(`Did you mean ${near}?`)
})

test('help and the version are no failure, of subcommands either', async () => {
  for (const args of [
    ['--help'],
    ['--version'],
    ['check', '--help'],
    ['golden', 'draw', '--help'],
    ['help', 'golden'],
  ]) {
    const { code, stderr } = await call(args)
    expect([args, code, stderr]).toEqual([args, 0, ''])
  }
})
