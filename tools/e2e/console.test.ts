import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { launchBrowser, openPage, seriousViolations, type Width, widths } from './browser.ts'
import { type ConsolePage, consolePages } from './pages.ts'

const address = inject('address')
let browser: Browser
let pages: ConsolePage[]

beforeAll(async () => {
  browser = await launchBrowser()
  pages = await consolePages(address)
})
afterAll(() => browser?.close())

const names = ['models', 'model', 'evaluation', 'slices', 'curves', 'what-if', 'policy', 'tokens', 'waivers', 'audit']

test('the list above names every page', () => {
  expect(pages.map(({ name }) => name)).toEqual(names)
})

describe.each(Object.keys(widths) as Width[])('on a %s', (width) => {
  test.each(names)('%s shows real data, without an error or a serious accessibility violation', async (name) => {
    const { path, shows } = pages.find((one) => one.name === name)!
    const { page, errors } = await openPage(browser, { width })
    try {
      await page.goto(`${address}${path}`)
      const main = page.getByRole('main')
      for (const text of shows) await main.getByText(text).first().waitFor()
      // Nothing still says that it is on its way.
      await page.waitForFunction(() => document.querySelector('[aria-busy="true"]') === null)
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
      expect(overflow, 'the page scrolls sideways').toBeLessThanOrEqual(0)
      expect(await seriousViolations(page)).toEqual([])
      expect(errors).toEqual([])
    } finally {
      await page.context().close()
    }
  })
})

test('dark pages have no serious accessibility violation either', async () => {
  const { page, errors } = await openPage(browser, { theme: 'dark' })
  for (const { path, shows } of pages) {
    await page.goto(`${address}${path}`)
    await page.getByRole('main').getByText(shows[0]!).first().waitFor()
    expect(await seriousViolations(page), path).toEqual([])
  }
  expect(errors).toEqual([])
  await page.context().close()
})

test('an evaluation that does not exist says so and leads back', async () => {
  const { page } = await openPage(browser)
  await page.goto(`${address}/evaluations/${'0'.repeat(64)}`)
  await page
    .getByText(/no evaluation|not found|does not exist/i)
    .first()
    .waitFor()
  await page
    .getByRole('link', { name: /models/i })
    .first()
    .click()
  await page.getByRole('main').getByText('credit-default').first().waitFor()
  await page.context().close()
})
