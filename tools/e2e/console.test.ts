import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { launchBrowser, seriousViolations, type Theme, type Width, widths } from './browser.ts'
import { type ConsolePage, consolePages } from './pages.ts'
import { type ConsoleStates, consoleStates, stateNames } from './states.ts'
import { openTestPage } from './test-page.ts'

const address = inject('address')
let browser: Browser
let pages: ConsolePage[]
let states: ConsoleStates

beforeAll(async () => {
  browser = await launchBrowser()
  pages = await consolePages(address)
  states = await consoleStates(address)
})
afterAll(async () => {
  await browser?.close()
  await states?.stop()
})

const names = [
  'models',
  'model',
  'evaluation',
  'slices',
  'curves',
  'calibration',
  'calibration-corp',
  'golden',
  'stress',
  'attack',
  'no-stress',
  'variants',
  'no-variants',
  'what-if',
  'what-if-edited',
  'waived',
  'comparison',
  'calibration-empty',
  'golden-empty',
  'policy',
  'tokens',
  'waivers',
  'audit',
]

test('the list above names every page', () => {
  expect(pages.map(({ name }) => name)).toEqual(names)
})

const looks = (Object.keys(widths) as Width[]).flatMap((width) =>
  (['light', 'dark'] satisfies Theme[]).map((theme) => ({ width, theme })),
)

describe.each(looks)('on a $width, $theme', (look) => {
  test.each(names)('%s shows real data, without an error or a serious accessibility violation', async (name) => {
    const { path, shows } = pages.find((one) => one.name === name)!
    const { page, errors } = await openTestPage(browser, look)
    await page.goto(`${address}${path}`)
    const main = page.getByRole('main')
    for (const text of shows) await main.getByText(text).first().waitFor()
    // Nothing still says that it is on its way.
    await page.waitForFunction(() => document.querySelector('[aria-busy="true"], [data-loading]') === null)
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    expect(overflow, 'the page scrolls sideways').toBeLessThanOrEqual(0)
    expect(await seriousViolations(page)).toEqual([])
    expect(errors).toEqual([])
  })
})

describe.each(looks)('states without data on a $width, $theme', (look) => {
  test.each(stateNames)('%s says what is the matter, accessibly', async (name) => {
    const { open, logs } = states.states.find((one) => one.name === name)!
    const { page, errors } = await openTestPage(browser, look)
    await open(page)
    expect(await seriousViolations(page)).toEqual([])
    if (!logs) expect(errors).toEqual([])
  })
})

test('what is not here leads back', async () => {
  const { page } = await openTestPage(browser)
  await page.goto(`${address}/evaluations/${'0'.repeat(64)}`)
  await page.getByRole('link', { name: 'All models' }).click()
  await page.getByRole('main').getByText('credit-default').first().waitFor()
})
