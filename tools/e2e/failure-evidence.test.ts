import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { launchBrowser } from './browser.ts'
import { type Evidence, pendingRequests, writeEvidence } from './failure-evidence.ts'
import { openTestPage } from './test-page.ts'

const folder = mkdtempSync(join(tmpdir(), 'sluice-evidence-'))
let browser: Browser

beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  rmSync(folder, { recursive: true })
})

test('a failed test leaves a picture, the requests without an answer, and what the browser thinks of its network', async () => {
  const { page } = await openTestPage(browser)
  const pending = pendingRequests(page)
  await page.route('**/trpc/models.list*', () => {})
  await page.goto(inject('address'))
  await page.getByText('Loading').first().waitFor({ state: 'attached' })
  await page.context().setOffline(true)

  await writeEvidence(page, { pending, errors: ['console: something'] }, join(folder, 'a test'))
  const evidence = JSON.parse(readFileSync(join(folder, 'a test', 'page.json'), 'utf8')) as Evidence
  expect(evidence.pending).toContainEqual(expect.stringMatching(/^GET .*\/trpc\/models\.list/))
  expect(evidence.pending.some((request) => request.endsWith('.css'))).toBe(false)
  expect(evidence).toMatchObject({ onLine: false, errors: ['console: something'] })
  expect(statSync(join(folder, 'a test', 'page.png')).size).toBeGreaterThan(1000)
})
