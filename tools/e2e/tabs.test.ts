import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { launchBrowser } from './browser.ts'
import { type ServedExamples, serveFolder } from './serve-examples.ts'
import { keepEvidence } from './test-page.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** More than the six connections that a browser opens to one server. */
const tabs = 8

let browser: Browser
let folder: string
let server: ServedExamples

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-tabs-'))
  ;[browser, server] = await Promise.all([launchBrowser(), serveFolder(join(folder, 'store'))])
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
  await rm(folder, { recursive: true })
})

/** Checks an example and pushes its verdict. Its exit code says the verdict, which is not what is tested here. */
function push(model: string): Promise<void> {
  const command = [join(root, 'apps/cli/bin/sluice.mjs'), 'check', `policies/${model}`, '--push', server.address]
  return new Promise((resolve, reject) => {
    execFile(process.execPath, command, { cwd: root }, (_, __, messages) =>
      messages.includes('pushed: http') ? resolve() : reject(new Error(messages)),
    )
  })
}

test('each of eight tabs of one browser loads, and hears of pushes, also when the first is closed', async () => {
  const context = await browser.newContext()
  const pages = await Promise.all(Array.from({ length: tabs }, () => context.newPage()))
  // Runs after what is kept of a failure, which is asked for later.
  onTestFinished(() => context.close())
  for (const page of pages) {
    keepEvidence(page)
    await page.goto(server.address)
    await page.getByRole('main').getByText('sluice check').first().waitFor()
  }
  const all = (text: string, among = pages) =>
    Promise.all(among.map((page) => page.getByRole('main').getByText(text).first().waitFor()))
  await push('land-cover')
  await all('land-cover')

  const [first, ...others] = pages
  await first!.close()
  await push('census-income')
  await all('census-income', others)
  expect(await others[0]!.getByRole('status').allInnerTexts()).toContain(
    'New evaluation of census-income: inconclusive',
  )
})
