import { execFile } from 'node:child_process'
import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { folder, parquet, policyText, predictions, root, sluice } from './run-sluice.ts'
import { serve } from './serve-sluice.ts'

/** A folder with a small policy and its data. */
async function example(): Promise<string> {
  const cwd = folder({ 'policy.yaml': policyText() })
  await parquet(join(cwd, 'data.parquet'), predictions)
  return cwd
}

test('what is larger than the server takes is kept, and goes once SLUICE_MAX_PUSH_MB is raised', async () => {
  const cwd = await example()
  const data = join(folder(), 'data')
  const small = await serve(data, [], { SLUICE_MAX_PUSH_MB: '0.01' })
  const refused = await sluice(['check', '--push', small.address], { cwd })
  expect([refused.code, refused.stderr]).toEqual([2, expect.stringMatching(/\(413\).*0\.02 MB.*SLUICE_MAX_PUSH_MB/)])
  const aside = readdirSync(join(cwd, '.sluice/spool/refused'))
  expect([aside.length, refused.stderr]).toEqual([1, expect.stringContaining(join('refused', aside[0]!))])
  expect((await sluice(['push', '--to', small.address], { cwd })).stderr).toContain('nothing waits')
  await small.stop()
  const large = await serve(data, [], { SLUICE_MAX_PUSH_MB: '64' })
  const sent = await sluice(['push', '--refused', '--to', large.address], { cwd })
  expect([sent.code, sent.stderr]).toEqual([0, expect.stringContaining('pushed: http')])
  expect(readdirSync(join(cwd, '.sluice/spool/refused'))).toEqual([])
  await large.stop()
})

test('the curl that the README documents pushes what the commands before it write', async () => {
  const [, block] = /```sh\n((?:(?!```)[\s\S])*?\bcurl [\s\S]*?)\n```/.exec(
    readFileSync(join(root, 'README.md'), 'utf8'),
  )!
  const cwd = await example()
  // `npx sluice`, before there is a package to fetch.
  const npx = join(cwd, 'npx')
  writeFileSync(npx, `#!/bin/sh\nshift\nexec "${process.execPath}" "${join(root, 'apps/cli/bin/sluice.mjs')}" "$@"\n`)
  chmodSync(npx, 0o755)
  const server = await serve(join(folder(), 'data'), ['--tokens'])
  const [token] = /sluice_[\w-]{43}/.exec(server.stderr())!
  const { stdout } = await promisify(execFile)('sh', ['-ec', block!], {
    cwd,
    env: { ...process.env, PATH: `${cwd}:${process.env['PATH']}`, SLUICE_SERVER: server.address, SLUICE_TOKEN: token },
  })
  const answer = JSON.parse(stdout.slice(stdout.lastIndexOf('\n{') + 1)) as { id: string }
  expect(answer).toEqual({ id: expect.stringMatching(/^[0-9a-f]{64}$/), created: true, noted: true })
  const stored = await fetch(`${server.address}/api/v1/evaluations/${answer.id}`, {
    headers: { authorization: `Bearer ${token}` },
  })
  expect(await stored.json()).toMatchObject({ report: { model: 'example' } })
  await server.stop()
})

test.each([
  [['push'], 'needs the address of a server'],
  [['push', '--output', 'e.json'], '--output needs a policy'],
  [['push', 'p.yaml', '--evidence', 'e.json', '--output', 'b.json', '--to', 'http://x'], 'sends nothing'],
])('%j is told what it lacks', async (args, words) => {
  const { code, stderr } = await sluice(args)
  expect([code, stderr]).toEqual([2, expect.stringContaining(words)])
})
