/**
 * `npm run bench:console [-- --loads 15]`: how soon the first page is there on a processor four times slower than this one.
 * The built console, served by the built command with the examples' real verdicts, is opened in a real Chromium that
 * has nothing in its caches. Prints Markdown; docs/benchmarks.md holds the last table.
 */
import { parseArgs } from 'node:util'
import type { Browser } from 'playwright-core'
import { launchBrowser, openPage } from '../e2e/browser.ts'
import { serveExamples } from '../e2e/serve-examples.ts'

const { values: flags } = parseArgs({
  options: { loads: { type: 'string', default: '15' }, slower: { type: 'string', default: '4' } },
})
const loads = Number(flags.loads)
const slower = Number(flags.slower)

const { address, stop } = await serveExamples()
const browser = await launchBrowser()
try {
  await firstPage(browser) // warms the server, not the browser: each load has a context of its own
  const seen: FirstPage[] = []
  for (let load = 0; load < loads; load++) seen.push(await firstPage(browser))
  console.log(`## The console's first page, processor ${slower} times slower, ${loads} loads without caches\n`)
  console.log('| ms since the address was entered | median | fastest | slowest |\n|---|---:|---:|---:|')
  print('first paint', (one) => one.firstPaint)
  print('rows are drawn', (one) => one.drawn)
  print('interactive: drawn, and the last long task has ended', (one) => one.interactive)
  const [{ bytes, requests } = { bytes: 0, requests: 0 }] = seen
  console.log(`\n${requests} requests, ${Math.round(bytes / 1000)} kB received until then.`)

  function print(what: string, pick: (one: FirstPage) => number): void {
    const sorted = seen.map(pick).sort((a, b) => a - b)
    const at = (share: number) => Math.round(sorted[Math.floor(share * (sorted.length - 1))]!)
    console.log(`| ${what} | ${at(0.5)} | ${at(0)} | ${at(1)} |`)
  }
} finally {
  await browser.close()
  await stop()
}

/** Milliseconds since navigation began. */
interface FirstPage {
  readonly firstPaint: number
  /** The frame with the first model was presented and the main thread was free again. */
  readonly drawn: number
  /** As `drawn`, or the end of the last task of over 50 ms that began within the two seconds after it. */
  readonly interactive: number
  readonly bytes: number
  readonly requests: number
}

async function firstPage(browser: Browser): Promise<FirstPage> {
  const { page, errors } = await openPage(browser)
  try {
    const devTools = await page.context().newCDPSession(page)
    await devTools.send('Emulation.setCPUThrottlingRate', { rate: slower })
    await page.addInitScript(watch)
    await page.goto(address)
    await page.waitForFunction(() => 'drawnAt' in window)
    const { drawn, requests } = await page.evaluate(() => ({
      drawn: (window as unknown as { drawnAt: number }).drawnAt,
      requests: performance.getEntriesByType('resource') as PerformanceResourceTiming[],
    }))
    await page.waitForFunction((until) => performance.now() > until, drawn + 2000)
    const { firstPaint, lastLongTask } = await page.evaluate(() => ({
      firstPaint: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0,
      lastLongTask: (window as unknown as { longTasks: number[] }).longTasks.at(-1) ?? 0,
    }))
    if (errors.length > 0) throw new Error(errors.join('\n'))
    return {
      firstPaint,
      drawn,
      interactive: Math.max(drawn, lastLongTask),
      bytes: requests.reduce((sum, { transferSize }) => sum + transferSize, 0),
      requests: requests.length + 1,
    }
  } finally {
    await page.context().close()
  }
}

/** Runs in the page before anything of it does. */
function watch(): void {
  const found = window as unknown as { drawnAt: number; longTasks: number[] }
  found.longTasks = []
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) found.longTasks.push(startTime + duration)
  }).observe({ type: 'longtask', buffered: true })
  const observer = new MutationObserver(() => {
    if (document.querySelector('main article a') === null) return
    observer.disconnect()
    requestAnimationFrame(() => {
      const channel = new MessageChannel()
      channel.port1.onmessage = () => {
        found.drawnAt = performance.now()
      }
      channel.port2.postMessage(null)
    })
  })
  observer.observe(document, { childList: true, subtree: true })
}
