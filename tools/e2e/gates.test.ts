import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from 'vitest'
import { launchBrowser, seriousViolations } from './browser.ts'
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
  ;({ page, errors } = await openTestPage(browser))
})
afterEach(() => expect(errors).toEqual([]))

const gate = (name: string) => page.getByRole('article', { name: `Gate ${name}` })
const measurements = (name: string, on = page) =>
  on.getByRole('table', { name: `Measurements of ${name}, worst first` })
const height = async (name: string) => (await gate(name).boundingBox())?.height ?? 0

test('a gate that passes is one line, until it is opened by hand, by key or by a link', async () => {
  await page.goto(evaluation)
  const stable = gate('stable')
  const name = stable.getByRole('link', { name: 'stable', exact: true })
  await stable.getByText('gap ≤ 0.03').waitFor()
  expect(await height('stable')).toBeLessThan(50)
  expect(await height('honest-probabilities')).toBeGreaterThan(150)
  expect(await name.getAttribute('aria-expanded')).toBe('false')

  await stable.click()
  await measurements('stable').waitFor()
  await page.waitForURL((url) => url.searchParams.get('gate') === 'stable')
  const { page: other } = await openTestPage(browser)
  await other.goto(page.url())
  await measurements('stable', other).waitFor()

  // The key that opened it closes it: what had the focus is still there.
  expect(await name.evaluate((link) => link === document.activeElement)).toBe(true)
  await page.keyboard.press('Enter')
  await expect.poll(() => height('stable')).toBeLessThan(50)
  await page.keyboard.press('Enter')
  await measurements('stable').waitFor()
  expect(await seriousViolations(page)).toEqual([])
})

test('what is opened stays open beside what a link points at, and filters count lines too', async () => {
  await page.goto(evaluation)
  await gate('stable').click()
  await gate('finds-the-rare-ones').click()
  await page.waitForURL((url) => url.searchParams.get('gate') === 'finds-the-rare-ones')
  await measurements('stable').waitFor()
  await measurements('finds-the-rare-ones').waitFor()

  await page.goto(`${evaluation}?status=pass`)
  await gate('stable').waitFor()
  expect(await page.getByRole('article').count()).toBe(18)
  // Found by a slice, which a line does not show.
  await page.goto(`${evaluation}?find=${encodeURIComponent('age=[34')}`)
  await gate('int8-keeps-every-group')
    .getByRole('row', { name: /age=\[34, 42\)/ })
    .waitFor()
})

test('what lies beyond its bound and passes all the same says why in its row', async () => {
  await page.goto(`${evaluation}?gate=no-slice-left-behind`)
  const row = (slice: string) =>
    gate('no-slice-left-behind')
      .getByRole('row')
      .filter({ has: page.getByRole('link', { name: slice, exact: true }) })
  await row('maxed-out').getByText('not proven after Holm, p 0.4').waitFor()
  expect(await row('worst: pay_0=1').getByText('not proven').count()).toBe(0)
})

test('the numbers below and beside a gate keep apart, and each minus is a minus', async () => {
  const names = ['costs-no-likelihood', 'ranks-better-than-today', 'int8-keeps-its-quality', 'int8-keeps-every-group']
  await page.goto(`${evaluation}?open=${encodeURIComponent(JSON.stringify(names))}`)
  for (const name of names) await measurements(name).waitFor()
  const collisions = await page.evaluate(() =>
    [...document.querySelectorAll('tfoot td > div')].flatMap((axis) => {
      const labels = [...axis.children].map((label) => label.getBoundingClientRect()).sort((a, b) => a.left - b.left)
      return labels.flatMap((label, at) => (at > 0 && label.left < labels[at - 1]!.right + 3 ? [axis.textContent] : []))
    }),
  )
  expect(collisions).toEqual([])
  const text = await page.getByRole('main').innerText()
  expect(text).toMatch(/≥ −0\.01/)
  expect(text.match(/(?:^|[\s([≥≤])-[\d.]+/gm)).toBeNull()
})

test('a gate shows its values over the last evaluations, each of which opens', async () => {
  const asked: string[] = []
  page.on('request', (request) => asked.push(decodeURIComponent(request.url())))
  await page.goto(`${evaluation}?gate=honest-probabilities`)
  const trend = gate('honest-probabilities').getByRole('slider', { name: /Enter opens one/ })
  await trend.waitFor()
  // Lines draw none, and none is fetched for them.
  expect(asked.some((url) => url.includes('models.series') && url.includes('"gate":"stable"'))).toBe(false)
  await trend.focus()
  await page.keyboard.press('Home')
  expect(await trend.getAttribute('aria-valuemax')).toBe('3')
  expect(await trend.getAttribute('aria-valuetext')).toMatch(/^0\.1\d+, 0\.1\d+ to 0\.\d+, Fail, /)
  await page.keyboard.press('Enter')
  await page.waitForURL((url) => url.pathname !== new URL(evaluation).pathname)
  await measurements('honest-probabilities').waitFor()
})

test('the page of a model draws the gates that matter over its releases, all of them when asked', async () => {
  await page.goto(`${address}/models/credit-default`)
  const trends = page.getByRole('region', { name: 'Gates over releases' })
  await trends.getByText(/^0\.\d+ to 0\.178 over 4 evaluations$/).waitFor()
  expect(await trends.getByRole('heading', { level: 3 }).allInnerTexts()).toEqual([
    'honest-probabilities',
    'costs-no-likelihood',
    'survives-stress',
    'no-slice-left-behind',
  ])
  await trends.getByRole('button', { name: 'Show all 23 gates' }).click()
  await page.waitForURL(/gates=all/)
  expect(await trends.getByRole('heading', { level: 3 }).count()).toBe(23)
  expect(await seriousViolations(page)).toEqual([])
})

test('the baseline alone lies behind the curves, others when asked', async () => {
  await page.goto(`${evaluation}/curves`)
  const roc = page.getByRole('figure', { name: 'ROC' })
  await roc.waitFor()
  expect(await roc.getByRole('listitem').allInnerTexts()).toEqual(['candidate', 'baseline'])
  const compared = page.getByRole('group', { name: 'Compared with' })
  await compared.getByRole('button', { name: 'int8' }).click()
  await page.waitForURL((url) => url.searchParams.get('beside')?.includes('int8') === true)
  expect(await roc.getByRole('listitem').allInnerTexts()).toEqual(['candidate', 'baseline', 'int8'])
  const strokes = await roc
    .locator('li line')
    .evaluateAll((lines) => lines.map((line) => getComputedStyle(line).stroke))
  expect(new Set(strokes).size).toBe(3)
  await compared.getByRole('button', { name: 'baseline' }).click()
  await compared.getByRole('button', { name: 'int8' }).click()
  await page.waitForURL(/beside=none/)
  expect(await roc.getByRole('listitem').allInnerTexts()).toEqual(['candidate'])
})

test('the first screen of a policy leads to the lines of what does not pass', async () => {
  await page.goto(`${address}/models/credit-default/policy`)
  const links = page.getByRole('list', { name: 'Gates that do not pass, by line' })
  await links.getByText('18 gates pass').waitFor()
  expect(await links.getByRole('link').allInnerTexts()).toEqual([
    'honest-probabilities',
    'costs-no-likelihood',
    'survives-stress',
    'no-slice-left-behind',
    'higher-limit-is-no-higher-risk',
  ])
  const box = await links.boundingBox()
  expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThan(800)
  const line = page.getByRole('listitem').filter({ hasText: '- name: survives-stress' })
  const isSeen = () =>
    line.evaluate((row) => row.getBoundingClientRect().top > 0 && row.getBoundingClientRect().bottom < innerHeight)
  expect(await isSeen()).toBe(false)
  await links.getByRole('link', { name: 'survives-stress' }).click()
  await expect.poll(isSeen).toBe(true)
  // Once more, after the reader has scrolled back.
  await page.evaluate(() => scrollTo(0, 0))
  await links.getByRole('link', { name: 'survives-stress' }).click()
  await expect.poll(isSeen).toBe(true)
})
