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

test('what is tried on a gate is in the address, and the address shows it again', async () => {
  await page.goto(`${evaluation}/what-if`)
  await page.getByRole('spinbutton', { name: 'max_delta of costs-no-likelihood' }).fill('0.08')
  const verdict = page.getByRole('region', { name: 'Verdict', exact: true })
  await verdict.getByText('1 gate turns: costs-no-likelihood.').waitFor()
  await page.waitForURL(/edits=/)

  const other = await openTestPage(browser)
  await other.page.goto(page.url())
  await other.page.getByText('1 gate turns: costs-no-likelihood.').waitFor()
  expect(await other.page.getByRole('spinbutton', { name: 'max_delta of costs-no-likelihood' }).inputValue()).toBe(
    '0.08',
  )
  await other.page.getByRole('button', { name: 'Start over' }).click()
  await other.page.waitForURL((url) => !url.search.includes('edits'))
  expect(other.errors).toEqual([])
})

test('an edit that a floor forbids says so instead of a verdict', async () => {
  const edits = encodeURIComponent(JSON.stringify({ 'honest-probabilities': { bound: 0.2 } }))
  await page.goto(`${evaluation}/what-if?edits=${edits}`)
  await page.getByRole('alert').getByText(/floor/).waitFor()
})

test('hovering a curve reads its threshold; moving the threshold moves matrix and slices', async () => {
  await page.goto(`${evaluation}/curves`)
  const roc = page.getByRole('slider', { name: /Points of ROC/ })
  await roc.hover()
  await roc.getByText(/^Threshold /).waitFor()
  const before = await page.getByRole('table', { name: 'Confusion matrix in rows' }).innerText()
  await page.getByRole('spinbutton', { name: 'Threshold as a number' }).fill('0.8')
  await page.getByRole('heading', { name: 'By slice at 0.8' }).waitFor()
  expect(await page.getByRole('table', { name: 'Confusion matrix in rows' }).innerText()).not.toBe(before)
  await page.waitForURL(/threshold=0\.8/)
  await roc.click()
  await page.waitForURL((url) => url.searchParams.get('threshold') !== '0.8')
})

test('the heat map shows intervals on demand and opens a slice on its own curves', async () => {
  await page.goto(`${evaluation}/slices`)
  const grid = page.getByRole('grid', { name: 'Slices by metric' })
  const worst = grid.getByRole('gridcell').first()
  expect(await worst.innerText()).toMatch(/^0\.577$/)
  await page.getByRole('button', { name: 'Show intervals' }).click()
  await page.waitForURL(/intervals=true/)
  await grid
    .getByText(/0\.4\d+ to 0\.6\d+/)
    .first()
    .waitFor()
  await worst.focus()
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/curves\?.*slice=maxed-out/)
  await page.getByRole('heading', { name: /on maxed-out of test/ }).waitFor({ state: 'attached' })
})

test('hundreds of slices are drawn a screenful at a time, and the keyboard reaches the last', async () => {
  const many = await latestEvaluation(address, 'credit-by-age')
  await page.goto(`${address}/evaluations/${many.id}/slices?sort=policy`)
  const grid = page.getByRole('grid', { name: 'Slices by metric' })
  await grid.getByRole('gridcell').first().waitFor()
  const slices = Number(await grid.getAttribute('aria-rowcount')) - 1
  expect(slices).toBeGreaterThan(200)
  const drawn = () => grid.getByRole('row').count()
  expect(await drawn()).toBeLessThan(80)
  const first = await grid.getByRole('rowheader').first().innerText()

  await grid.getByRole('gridcell').first().focus()
  await page.keyboard.press('End')
  const last = page.locator(`tr[aria-rowindex="${slices + 1}"]`)
  await last.waitFor()
  expect(
    await last
      .getByRole('gridcell')
      .first()
      .evaluate((cell) => cell === document.activeElement),
  ).toBe(true)
  expect(await drawn()).toBeLessThan(80)
  await page.keyboard.press('Home')
  await grid
    .getByRole('rowheader', { name: first.split('\n')[0]! })
    .first()
    .waitFor()
  expect(await seriousViolations(page)).toEqual([])
})

test('every slice of a gate is in the address, drawn a screenful at a time, and a link finds one far down', async () => {
  const many = await latestEvaluation(address, 'credit-by-age')
  await page.goto(`${address}/evaluations/${many.id}`)
  const gate = page.getByRole('article', { name: 'Gate no-slice-left-behind' })
  await gate.getByRole('button', { name: /^Show all \d+ slices$/ }).click()
  await page.waitForURL((url) => url.search.includes('no-slice-left-behind'))
  const rows = gate.getByRole('table').locator('tbody tr:not([aria-hidden])')
  const total = async () => Number(await gate.getByRole('table').getAttribute('aria-rowcount')) - 1
  expect(await total()).toBeGreaterThan(200)
  expect(await rows.count()).toBeLessThan(80)
  const last = gate.locator(`tr[aria-rowindex="${(await total()) + 1}"]`)
  await expect
    .poll(async () => {
      await page.mouse.wheel(0, 4000)
      return last.count()
    })
    .toBe(1)
  expect(await rows.count()).toBeLessThan(80)
  const slice = await last.getByRole('link').innerText()

  const link = new URL(page.url())
  link.searchParams.set('gate', 'no-slice-left-behind')
  link.searchParams.set('slice', slice)
  const other = await openTestPage(browser)
  await other.page.goto(link.href)
  const named = other.page.getByRole('row').filter({ has: other.page.getByRole('link', { name: slice, exact: true }) })
  await expect
    .poll(() =>
      named
        .first()
        .evaluate((row) => row.getBoundingClientRect().top > 0 && row.getBoundingClientRect().top < innerHeight),
    )
    .toBe(true)
  expect(other.errors).toEqual([])
  await gate.getByRole('button', { name: 'Show the worst 8' }).click()
  await page.waitForURL((url) => !url.search.includes('all='))
})

test('a bound typed beyond the end of its slider takes the end along', async () => {
  await page.goto(`${evaluation}/what-if`)
  const slider = page.getByRole('slider', { name: 'max_delta of costs-no-likelihood, as a slider' })
  const end = Number(await slider.getAttribute('max'))
  await page.getByRole('spinbutton', { name: 'max_delta of costs-no-likelihood' }).fill(String(end + 1))
  await expect.poll(async () => Number(await slider.getAttribute('max'))).toBeGreaterThan(end + 1)
  // To the slider's step.
  expect(Number(await slider.inputValue())).toBeCloseTo(end + 1, 1)
})

test('what judges again waits for no curve', async () => {
  const asked: string[] = []
  page.on('request', (request) => asked.push(decodeURIComponent(request.url())))
  await page.route('**/trpc/**', (route) =>
    route.request().url().includes('evaluations.curves') ? undefined : route.continue(),
  )
  await page.goto(`${evaluation}/slices`)
  await page.getByRole('grid', { name: 'Slices by metric' }).getByRole('gridcell').first().waitFor()
  await page.goto(`${evaluation}/what-if`)
  await page.getByRole('region', { name: 'Verdict', exact: true }).waitFor()
  const evidence = asked.filter((url) => url.includes('evaluations.evidence'))
  expect(evidence.length).toBeGreaterThan(0)
  expect(evidence.every((url) => url.includes('"without":"curves"'))).toBe(true)
})

test('a link names a gate and a slice, and opens there', async () => {
  await page.goto(`${evaluation}?gate=no-slice-left-behind&slice=maxed-out`)
  const gate = page.getByRole('article', { name: 'Gate no-slice-left-behind' })
  await gate.getByRole('link', { name: 'Curves of maxed-out' }).waitFor()
  const slice = gate
    .getByRole('row')
    .filter({ has: page.getByRole('link', { name: 'maxed-out', exact: true }) })
    .first()
  await expect
    .poll(() =>
      slice.evaluate((row) => row.getBoundingClientRect().top > 0 && row.getBoundingClientRect().bottom < innerHeight),
    )
    .toBe(true)
  await page.getByRole('searchbox').fill('education')
  await page.waitForURL(/find=education/)
})

test('builds are drawn against what is chosen, and each point is read by hand or by key', async () => {
  await page.goto(`${evaluation}/variants`)
  await page.getByRole('combobox', { name: 'Against' }).selectOption('size')
  await page.waitForURL(/against=size/)
  await page.getByRole('heading', { name: 'ROC-AUC against size' }).waitFor()
  const chart = page.getByRole('slider', { name: 'Builds' })
  await chart.focus()
  await page.keyboard.press('Home')
  expect(await chart.getAttribute('aria-valuetext')).toMatch(/^fp32, ROC-AUC 0\.\d+ \(0\.\d+ to 0\.\d+\), size 290 kB/)
  await page.keyboard.press('ArrowRight')
  expect(await chart.getAttribute('aria-valuetext')).toMatch(/^int8, /)
  await chart.getByText('size 76.2 kB').waitFor()
})

test('degradation is read strength by strength', async () => {
  await page.goto(`${evaluation}/stress?suite=tabular-noise`)
  const noise = page.getByRole('slider', { name: 'Strengths of Noise' })
  await noise.focus()
  await page.keyboard.press('End')
  expect(await noise.getAttribute('aria-valuetext')).toMatch(/^Amount 0\.1, Failure rate \d+\.\d% \(/)
})

test('a shared worst case opens where the address says, with the columns that changed marked', async () => {
  await page.goto(`${evaluation}/stress?suite=tabular-noise`)
  const cases = page.getByRole('table', { name: 'Rows whose scores moved most' })
  await cases.waitFor()
  const height = () => page.evaluate(() => document.documentElement.scrollHeight)
  const before = await height()
  await cases.getByRole('link').first().click()
  await page.waitForURL(/case=perturbed-1/)
  // What is below a long table stays where it is while its rows are drawn: the case is all that makes the page higher.
  const opened = cases.getByRole('table')
  const detail = await opened.evaluate((table) => table.parentElement!.closest('tr')!.getBoundingClientRect().height)
  expect(Math.abs((await height()) - before - detail)).toBeLessThan(4)
  const changed = await opened.locator('mark').count()
  expect(changed).toBeGreaterThan(0)
  expect(await opened.getByRole('row').count()).toBe(changed + 2)
  await cases.getByRole('link', { name: /columns that stayed/ }).click()
  await page.waitForURL(/columns=all/)
  expect(await opened.getByRole('row').count()).toBe(23 + 2)
  expect(await opened.locator('mark').count()).toBe(changed)
  expect(await seriousViolations(page)).toEqual([])
})

test('a model is jumped to by keyboard alone', async () => {
  await page.goto(address)
  await page.getByRole('main').getByText('credit-default').first().waitFor()
  await page.keyboard.press('Control+k')
  await page.getByRole('dialog', { name: 'Jump to a model' }).waitFor()
  await page.keyboard.type('census')
  await page.getByRole('option', { name: /census-income/, selected: true }).waitFor()
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/models\/census-income/)
})

test('a browser that thinks itself offline still asks a server that is there', async () => {
  await page.goto(address)
  await page.getByRole('main').getByText('credit-default').first().waitFor()
  await page.evaluate(() => window.dispatchEvent(new Event('offline')))
  await page.getByRole('link', { name: 'credit-default' }).first().click()
  await page.getByRole('link', { name: 'Policy' }).first().click()
  await page.getByRole('main').getByText('version: 1').first().waitFor()
})
