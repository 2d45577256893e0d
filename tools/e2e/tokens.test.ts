import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { launchBrowser, seriousViolations, type Theme, type Width } from './browser.ts'
import { serveWithTokens } from './serve-examples.ts'
import { signIn } from './states.ts'
import { openTestPage } from './test-page.ts'

const folder = mkdtempSync(join(tmpdir(), 'sluice-tokens-'))
let browser: Browser
let server: Awaited<ReturnType<typeof serveWithTokens>>
let errors: string[] = []

beforeAll(async () => {
  ;[browser, server] = await Promise.all([launchBrowser(), serveWithTokens(join(folder, 'store'))])
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
  rmSync(folder, { recursive: true, force: true })
})
afterEach(() => expect(errors).toEqual([]))

/** What a token may, asked as CI would. */
async function statusOf(token: string): Promise<number> {
  return (await fetch(`${server.address}/api/v1/models`, { headers: { authorization: `Bearer ${token}` } })).status
}

async function openTokens(look: { width: Width; theme: Theme }): Promise<Page> {
  const opened = await openTestPage(browser, look)
  errors = opened.errors
  const { page } = opened
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await signIn(page, server.address, server.admin)
  await page.getByRole('heading', { name: 'No verdicts yet' }).waitFor()
  await page.goto(`${server.address}/settings/tokens`)
  await page.getByRole('table', { name: 'Tokens' }).waitFor()
  return page
}

test.each([
  ['reads-a', { width: 'desktop', theme: 'light' }],
  ['reads-b', { width: 'phone', theme: 'dark' }],
] as const)('token %s is made, copied once, used, revoked and logged', async (name, look) => {
  const page = await openTokens(look)
  await page.getByRole('button', { name: 'New token' }).click()
  const making = page.getByRole('dialog', { name: 'New token' })
  await making.getByLabel('Name').fill(name)
  await making.getByRole('checkbox', { name: /^push/ }).uncheck()
  await making.getByRole('checkbox', { name: /^read/ }).check()
  expect(await seriousViolations(page)).toEqual([])
  await making.getByRole('button', { name: 'Make token' }).click()

  const made = page.getByRole('dialog', { name: `Token ${name}` })
  const token = await made.getByText(/^sluice_/).innerText()
  await made.getByRole('button', { name: 'Copy the token' }).click()
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(token)
  expect(await seriousViolations(page)).toEqual([])
  await made.getByRole('button', { name: 'Done' }).click()
  await made.waitFor({ state: 'detached' })
  expect(await page.content()).not.toContain(token)
  expect(await statusOf(token)).toBe(200)

  const row = page.getByRole('row').filter({ has: page.getByText(name, { exact: true }) })
  await row.getByRole('button', { name: `Revoke ${name}` }).click()
  const revoking = page.getByRole('dialog', { name: `Revoke ${name}?` })
  expect(await seriousViolations(page)).toEqual([])
  await revoking.getByRole('button', { name: 'Revoke' }).click()
  await row.getByText(/^revoked/).waitFor()
  expect(await statusOf(token)).toBe(401)
  expect(await seriousViolations(page)).toEqual([])

  await page.goto(`${server.address}/settings/audit`)
  await page.getByText('token revoked').first().waitFor()
  await page.getByRole('button', { name: 'Verify the chain' }).click()
  await page.getByText(/^Unbroken: \d+ entries as written/).waitFor()
})
