import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { serveWithTokens } from './serve-examples.ts'

/** What a page looks like where it has nothing to show, and how to get there. */
export interface ConsoleState {
  readonly name: string
  /** Leads a fresh page into the state, and waits until it is there. */
  readonly open: (page: Page) => Promise<void>
  /** Whether the browser itself logs what happened: a refusal or a lost server is an error to it. */
  readonly logs: boolean
}

export interface ConsoleStates {
  readonly states: readonly ConsoleState[]
  readonly stop: () => Promise<void>
}

/**
 * Every state without data: of a server with evaluations, and of one that asks for tokens and has none.
 *
 * @param address of the server with evaluations
 */
export async function consoleStates(address: string): Promise<ConsoleStates> {
  const scratch = mkdtempSync(join(tmpdir(), 'sluice-states-'))
  const empty = await serveWithTokens(join(scratch, 'store'))
  const reader = await newToken(empty, ['read'])
  const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { name }).waitFor()
  const states: ConsoleState[] = [
    {
      name: 'loading',
      logs: false,
      open: async (page) => {
        await page.route('**/trpc/models.list*', () => {})
        await page.goto(address)
        await page.getByText('Loading').first().waitFor({ state: 'attached' })
      },
    },
    {
      name: 'server-away',
      logs: true,
      open: async (page) => {
        await page.route('**/trpc/**', (route) => route.abort())
        await page.goto(address)
        await heading(page, 'The server did not answer')
      },
    },
    {
      name: 'not-found',
      logs: true,
      open: async (page) => {
        await page.goto(`${address}/evaluations/${'0'.repeat(64)}`)
        await heading(page, 'This is not here')
      },
    },
    {
      name: 'no-such-page',
      logs: false,
      open: async (page) => {
        await page.goto(`${address}/nowhere`)
        await page
          .getByRole('link', { name: /models/i })
          .last()
          .waitFor()
      },
    },
    {
      name: 'nothing-fits',
      logs: false,
      open: async (page) => {
        await page.goto(`${address}/models/credit-default?verdict=pass`)
        await heading(page, 'No evaluation with the verdict pass')
      },
    },
    {
      name: 'sign-in',
      logs: false,
      open: async (page) => {
        await page.goto(empty.address)
        await page.getByLabel(/token/i).first().waitFor()
      },
    },
    {
      name: 'empty',
      logs: false,
      open: async (page) => {
        await signIn(page, empty.address, empty.admin)
        await heading(page, 'No verdicts yet')
      },
    },
    {
      name: 'no-permission',
      logs: true,
      open: async (page) => {
        await signIn(page, empty.address, reader)
        await heading(page, 'No verdicts yet')
        await page.goto(`${empty.address}/settings/tokens`)
        await heading(page, 'You may not see this')
      },
    },
    {
      // Tokens and the audit log are an administrator's: a reader's settings begin with what may be read.
      name: 'settings-of-a-reader',
      logs: false,
      open: async (page) => {
        await signIn(page, empty.address, reader)
        await heading(page, 'No verdicts yet')
        await page.goto(`${empty.address}/settings`)
        await page.waitForURL(/\/settings\/waivers$/)
        await heading(page, /waiver/i)
      },
    },
  ]
  return {
    states,
    stop: async () => {
      await empty.stop()
      rmSync(scratch, { recursive: true, force: true })
    },
  }
}

export const stateNames = [
  'loading',
  'server-away',
  'not-found',
  'no-such-page',
  'nothing-fits',
  'sign-in',
  'empty',
  'no-permission',
  'settings-of-a-reader',
] as const

export async function signIn(page: Page, address: string, token: string): Promise<void> {
  await page.goto(address)
  await page.getByLabel(/token/i).first().fill(token)
  await page.keyboard.press('Enter')
}

async function newToken(server: { address: string; admin: string }, scopes: readonly string[]): Promise<string> {
  const response = await fetch(`${server.address}/trpc/tokens.create`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${server.admin}` },
    body: JSON.stringify({ name: scopes.join(' '), scopes }),
  })
  if (!response.ok) throw new Error(`no token: ${response.status} ${await response.text()}`)
  const { result } = (await response.json()) as { result: { data: { token: string } } }
  return result.data.token
}
