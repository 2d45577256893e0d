import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type Browser, chromium, type Page } from 'playwright-core'
import { findChromium } from '../system-packages.mjs'

/** The two widths that the console is made for. */
export const widths = { desktop: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } } as const
export type Width = keyof typeof widths
export type Theme = 'light' | 'dark'

/** A real Chromium. @throws where there is none */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = findChromium()
  if (executablePath === null) throw new Error('no Chromium: apt-get install chromium, or set SLUICE_CHROMIUM')
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] })
}

/** A page whose errors are gathered: exceptions, console errors, and requests that fail. */
export async function openPage(
  browser: Browser,
  { width = 'desktop', theme = 'light' }: { width?: Width; theme?: Theme } = {},
): Promise<{ page: Page; errors: string[] }> {
  const context = await browser.newContext({
    viewport: widths[width],
    hasTouch: width === 'phone',
    colorScheme: theme,
    reducedMotion: 'reduce',
    deviceScaleFactor: width === 'phone' ? 2 : 1,
    timezoneId: 'UTC',
    locale: 'en-GB',
  })
  const page = await context.newPage()
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(`exception: ${error.message}`))
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(`console: ${message.text()}`)
  })
  page.on('response', (response) => {
    if (response.status() >= 400) errors.push(`${response.status()}: ${response.url()}`)
  })
  return { page, errors }
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What axe finds to be serious or critical: rule, and the first element of each. */
export async function seriousViolations(page: Page): Promise<string[]> {
  await page.evaluate(axe)
  const found = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: {
        run(): Promise<{
          violations: { id: string; impact: string; nodes: { html: string; failureSummary: string }[] }[]
        }>
      }
    }
    return (await axe.run()).violations
  })
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.html}\n  ${node.failureSummary}`).join('\n')}`)
}
