/**
 * `npm run screenshots [-- FOLDER]`: every page and every state of the console, light and dark, wide and narrow, with
 * the examples' real results. The README's three are written anew in docs/screenshots with `-- --readme`.
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { Page } from 'playwright-core'
import { launchBrowser, openPage, type Theme, type Width, widths } from './e2e/browser.ts'
import { type ConsolePage, consolePages } from './e2e/pages.ts'
import { serveExamples } from './e2e/serve-examples.ts'
import { consoleStates } from './e2e/states.ts'

const { values: flags, positionals } = parseArgs({ allowPositionals: true, options: { readme: { type: 'boolean' } } })
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const folder = flags.readme ? here('../docs/screenshots') : (positionals[0] ?? here('../.sluice/screenshots'))
/** What the README shows. */
const shown: readonly string[] = ['evaluation-light', 'curves-dark', 'what-if-edited-light']
mkdirSync(folder, { recursive: true })

const { address, stop } = await serveExamples()
const { states, stop: stopStates } = await consoleStates(address)
const browser = await launchBrowser()
try {
  const pages = await consolePages(address)
  for (const theme of ['light', 'dark'] satisfies Theme[]) {
    for (const width of Object.keys(widths) as Width[]) {
      const suffix = `${theme}${width === 'phone' ? '-phone' : ''}`
      for (const page of pages) await take(`${page.name}-${suffix}`, { theme, width }, (tab) => showPage(tab, page))
      for (const { name, open } of states) await take(`state-${name}-${suffix}`, { theme, width }, open)
    }
  }
} finally {
  await browser.close()
  await stopStates()
  await stop()
}

async function take(name: string, look: { theme: Theme; width: Width }, show: (page: Page) => Promise<void>) {
  if (flags.readme && !shown.includes(name)) return
  const { page } = await openPage(browser, look)
  await show(page)
  await page.waitForFunction(() => [...document.images].every(({ complete }) => complete))
  const file = join(folder, `${name}.png`)
  await page.screenshot({ path: file })
  console.log(file)
  await page.context().close()
}

async function showPage(page: Page, { path, shows }: ConsolePage): Promise<void> {
  await page.goto(`${address}${path}`)
  for (const text of shows) await page.getByRole('main').getByText(text).first().waitFor()
  await page.waitForFunction(() => document.querySelector('[aria-busy="true"], [data-loading]') === null)
}
