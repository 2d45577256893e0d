import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page, Request } from 'playwright-core'

/** What a page asked for and was not answered yet. */
export function pendingRequests(page: Page): ReadonlySet<Request> {
  const pending = new Set<Request>()
  page.on('request', (request) => pending.add(request))
  page.on('requestfinished', (request) => pending.delete(request))
  page.on('requestfailed', (request) => pending.delete(request))
  return pending
}

export interface Evidence {
  readonly url: string
  /** Method and address of each. */
  readonly pending: readonly string[]
  /** What the browser thinks of its network; `null` where the page did not answer. */
  readonly onLine: boolean | null
  readonly errors: readonly string[]
}

const patience = 5000

/**
 * Writes `page.png` and `page.json`: what a failed test was looking at. A page that hangs leaves the one without the other.
 *
 * @param folder is made where it is missing
 */
export async function writeEvidence(
  page: Page,
  { pending, errors }: { readonly pending: ReadonlySet<Request>; readonly errors: readonly string[] },
  folder: string,
): Promise<void> {
  mkdirSync(folder, { recursive: true })
  // Before anything else is asked of the page, which would add to them.
  const waited = [...pending].map((request) => `${request.method()} ${request.url()}`)
  const onLine = await withinPatience(page.evaluate(() => navigator.onLine))
  const evidence: Evidence = { url: page.url(), pending: waited, onLine, errors }
  writeFileSync(join(folder, 'page.json'), `${JSON.stringify(evidence, null, 2)}\n`)
  await page.screenshot({ path: join(folder, 'page.png'), timeout: patience }).catch(() => {})
}

async function withinPatience<Answer>(answer: Promise<Answer>): Promise<Answer | null> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), patience)
  })
  return Promise.race([answer.catch(() => null), late]).finally(() => clearTimeout(timer))
}
