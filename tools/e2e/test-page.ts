import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { onTestFinished } from 'vitest'
import { openPage } from './browser.ts'
import { pendingRequests, writeEvidence } from './failure-evidence.ts'

const failures = fileURLToPath(new URL('../../.sluice/e2e-failures/', import.meta.url))

/**
 * A page for the test that runs, closed when it ends. Where it fails, what the page looked like and what it waited for is
 * kept in `.sluice/e2e-failures`.
 */
export async function openTestPage(
  browser: Browser,
  look?: Parameters<typeof openPage>[1],
): Promise<{ page: Page; errors: string[] }> {
  const { page, errors } = await openPage(browser, look)
  // The last to be asked for runs first.
  onTestFinished(() => page.context().close())
  keepEvidence(page, errors)
  return { page, errors }
}

/** The same for a page that a test opened by itself, and closes by itself. */
export function keepEvidence(page: Page, errors: readonly string[] = []): void {
  const pending = pendingRequests(page)
  onTestFinished(async ({ task }) => {
    if (task.result?.state !== 'fail' || page.isClosed()) return
    await writeEvidence(page, { pending, errors }, join(failures, folderName(task.name)))
  })
}

const folderName = (test: string) => test.replace(/[^\w]+/g, '-').slice(0, 80)
