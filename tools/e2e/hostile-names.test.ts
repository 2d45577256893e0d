import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser, seriousViolations } from './browser.ts'
import { checkPolicies } from './example-releases.ts'
import { latestEvaluation } from './pages.ts'
import { type ServedExamples, serveFolder } from './serve-examples.ts'
import { openTestPage } from './test-page.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'sluice-hostile-'))
let browser: Browser
let server: ServedExamples

/** What would run if it were taken for HTML, and change a terminal if it were taken for its commands. */
const image = '<img src=x onerror="window.ran=1">'
const script = '</title></script><script>window.ran=2</script>'
const commands = '\u001b[31;1mred\u001b[0m\u001b]0;title\u0007'
const model = `m ${image}`
const gate = `g ${image}${script}`
const reason = `because ${script} ${commands} \u202egnp.exe`

beforeAll(async () => {
  ;[browser, server] = await Promise.all([launchBrowser(), serveFolder(join(folder, 'store'))])
  const policy = join(folder, 'work', 'policies', 'hostile')
  mkdirSync(policy, { recursive: true })
  cpSync(join(root, 'policies/census-income/data'), join(policy, 'data'), { recursive: true })
  // YAML holds JSON.
  writeFileSync(join(policy, 'policy.yaml'), `${JSON.stringify(hostilePolicy(), null, 2)}\n`)
  await checkPolicies(join(root, 'apps/cli/bin/sluice.mjs'), join(folder, 'work'), server.address, {
    GITHUB_REPOSITORY: `acme/${image}`,
    GITHUB_SHA: script,
    GITHUB_REF_NAME: `${image}${commands}`,
    GITHUB_RUN_ID: '1',
    GITHUB_SERVER_URL: 'https://example.org/"><img src=x onerror=window.ran=3>',
  })
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
  rmSync(folder, { recursive: true, force: true })
})

function hostilePolicy() {
  const candidate = `c ${image}`
  return {
    version: 1,
    model,
    description: `${script} ${commands}`,
    owners: [`${image}${commands}`],
    task: 'binary',
    datasets: { validation: { path: 'data/validation.parquet' }, test: { path: 'data/test.parquet', role: 'test' } },
    columns: { id: 'id', label: 'income_over_50k', positive: 1 },
    models: { [candidate]: { score: 'candidate_score' }, [script]: { score: 'baseline_score', role: 'baseline' } },
    threshold: 0.5,
    slices: [{ name: `s ${image}${script}`, where: 'age < 30' }],
    gates: [
      { name: gate, metric: 'roc_auc', slices: 'all', min: 0.99, why: reason },
      { name: `waived ${script}`, metric: 'brier', max: 0.01, why: reason },
      { name: `passes ${commands}`, metric: 'roc_auc', min: 0.5, why: image },
    ],
    waivers: [{ gate: `waived ${script}`, until: '2099-01-31', reason, approved_by: `${image}${commands}` }],
  }
}

test('names and reasons that hold HTML, scripts and terminal commands are text on every page', async () => {
  const { id } = await latestEvaluation(server.address, encodeURIComponent(model))
  const named = encodeURIComponent(gate)
  const pages: Readonly<Record<string, RegExp | string>> = {
    '/': model,
    [`/models/${encodeURIComponent(model)}`]: gate,
    [`/models/${encodeURIComponent(model)}/policy?gate=${named}`]: 'onerror',
    [`/evaluations/${id}?gate=${named}`]: gate,
    [`/evaluations/${id}/slices`]: 's <img',
    [`/evaluations/${id}/curves`]: 'c <img',
    [`/evaluations/${id}/calibration`]: /calibration/i,
    [`/evaluations/${id}/golden`]: /golden/i,
    [`/evaluations/${id}/stress`]: /stress/i,
    [`/evaluations/${id}/variants`]: /variants/i,
    [`/evaluations/${id}/what-if`]: gate,
    '/settings/waivers': `waived ${script}`,
    '/settings/audit': /hostile|m <img/,
  }
  const { page, errors } = await openTestPage(browser)
  page.on('dialog', (dialog) => {
    errors.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  for (const [path, text] of Object.entries(pages)) {
    await page.goto(`${server.address}${path}`)
    const main = page.getByRole('main')
    await main.getByText(text).filter({ visible: true }).first().waitFor()
    await page.waitForFunction(() => document.querySelector('[aria-busy="true"], [data-loading]') === null)
    const made = await page.evaluate(() => ({
      ran: (window as { ran?: number }).ran,
      images: document.querySelectorAll('img[src="x"], [onerror]').length,
      foreign: [...document.scripts].filter((one) => new URL(one.src, location.href).origin !== location.origin).length,
      inline: [...document.scripts].filter((one) => one.src === '' && one.textContent?.includes('window.ran')).length,
      links: [...document.links].filter(({ protocol }) => protocol !== 'http:' && protocol !== 'https:').length,
      title: document.title,
    }))
    expect({ path, ...made }).toMatchObject({ ran: undefined, images: 0, foreign: 0, inline: 0, links: 0 })
    expect(made.title).not.toBe('title')
    expect(await seriousViolations(page)).toEqual([])
  }
  expect(errors).toEqual([])
})

test('search, jumping and comparing take such names as text too', async () => {
  const { page, errors } = await openTestPage(browser)
  await page.goto(server.address)
  await page.getByRole('main').getByText(model).first().waitFor()
  await page.keyboard.press('Control+k')
  await page.getByRole('dialog').waitFor()
  await page.keyboard.type('<img')
  await page.getByRole('option', { name: model, selected: true }).waitFor()
  await page.keyboard.press('Enter')
  await page.waitForURL(`**/models/${encodeURIComponent(model)}`)
  await page.getByRole('main').getByRole('heading', { level: 1, name: model }).waitFor()
  await page.getByRole('link', { name: gate }).first().click()
  const card = page.getByRole('article', { name: `Gate ${gate}` })
  await card.getByText('because </title>').first().waitFor()
  await page.getByRole('searchbox').fill('<script>')
  await page.waitForURL(/find=/)
  await card.waitFor()
  expect(await page.evaluate(() => (window as { ran?: number }).ran)).toBeUndefined()
  expect(errors).toEqual([])
})
