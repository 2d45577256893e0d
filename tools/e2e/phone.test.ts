import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from 'vitest'
import { launchBrowser } from './browser.ts'
import { latestEvaluation } from './pages.ts'
import { openTestPage } from './test-page.ts'

const address = inject('address')
let browser: Browser
let evaluation: string
let page: Page
let errors: string[]

beforeAll(async () => {
  browser = await launchBrowser()
  evaluation = `${address}/evaluations/${(await latestEvaluation(address, 'credit-default')).id}`
})
afterAll(() => browser?.close())
beforeEach(async () => {
  ;({ page, errors } = await openTestPage(browser, { width: 'phone' }))
})
afterEach(() => expect(errors).toEqual([]))

test('the tab of the page is in view, and the strip fades where it goes on', async () => {
  const tabs = page.getByRole('navigation', { name: 'Of this evaluation' })
  const fades = () => tabs.evaluate((strip) => [strip.dataset['hidden'], getComputedStyle(strip).maskImage])
  await page.goto(evaluation)
  await tabs.getByRole('link', { name: 'Gates' }).waitFor()
  expect(await fades()).toEqual(['end', expect.stringMatching(/^linear-gradient/)])

  await page.goto(`${evaluation}/what-if`)
  const chosen = tabs.getByRole('link', { name: 'What if' })
  await expect
    .poll(() =>
      chosen.evaluate((tab) => [
        tab.getBoundingClientRect().left >= 0,
        tab.getBoundingClientRect().right <= innerWidth,
      ]),
    )
    .toEqual([true, true])
  expect((await fades())[0]).toBe('start')
  expect(await page.evaluate(() => scrollY)).toBe(0)
})

test('nothing lies over the map of slices until a cell is asked for', async () => {
  await page.goto(`${evaluation}/slices`)
  const cells = page.getByRole('grid', { name: 'Slices by metric' }).getByRole('gridcell')
  await cells.first().waitFor()
  const reading = page.getByLabel('The cell in full')
  expect(await reading.isVisible()).toBe(false)
  await page.getByText('Tap a cell to read all of it.').waitFor()
  // A finger, not a mouse: that would show what it passes on its way, and this over the cell.
  await cells.first().tap()
  await reading.getByText('maxed-out').first().waitFor()
})

test('a wrapped line of a policy goes on below its own beginning', async () => {
  await page.goto(`${address}/models/credit-default/policy`)
  const line = page.getByRole('listitem').filter({ hasText: 'why: The expected loss of a portfolio' })
  await line.waitFor()
  const starts = await line.locator('code').evaluate((code) => {
    const range = document.createRange()
    range.selectNodeContents(code)
    const words = [...range.getClientRects()].filter(({ width }) => width > 0)
    const top = Math.min(...words.map((rect) => rect.top))
    const key = [...code.children].find((part) => part.textContent === 'why')!
    return {
      key: key.getBoundingClientRect().left,
      wrapped: words.filter((rect) => rect.top > top + 5).map((rect) => rect.left),
    }
  })
  expect(starts.wrapped.length).toBeGreaterThan(0)
  for (const left of starts.wrapped) expect(left).toBeGreaterThan(starts.key)
})
