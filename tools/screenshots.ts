/** `npm run screenshots`: every page of the console, light and dark, wide and narrow, with the examples' real results. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { launchBrowser, openPage, type Theme, type Width, widths } from './e2e/browser.ts'
import { consolePages } from './e2e/pages.ts'
import { serveExamples } from './e2e/serve-examples.ts'

const folder = process.argv[2] ?? fileURLToPath(new URL('../docs/screenshots', import.meta.url))
mkdirSync(folder, { recursive: true })

const { address, stop } = await serveExamples()
const browser = await launchBrowser()
try {
  const pages = await consolePages(address)
  for (const theme of ['light', 'dark'] satisfies Theme[]) {
    for (const width of Object.keys(widths) as Width[]) {
      const { page } = await openPage(browser, { theme, width })
      for (const { name, path, shows } of pages) {
        await page.goto(`${address}${path}`)
        for (const text of shows) await page.getByRole('main').getByText(text).first().waitFor()
        await page.waitForFunction(() => document.querySelector('[aria-busy="true"]') === null)
        const file = join(folder, `${name}-${theme}${width === 'phone' ? '-phone' : ''}.png`)
        await page.screenshot({ path: file })
        console.log(file)
      }
      await page.context().close()
    }
  }
} finally {
  await browser.close()
  await stop()
}
