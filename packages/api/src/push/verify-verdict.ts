import { createHash } from 'node:crypto'
import { judge, measureCatalogue, type PolicyVerdict } from '@sluice/gates'
import { type Policy, PolicyError } from '@sluice/policy'
import type { PolicyFileText, PushedEvaluation } from '@sluice/store'
import { daysAfter } from '../day.ts'
import { problemsIn } from '../errors.ts'
import { shortHash } from '../found.ts'
import { readPushedPolicy } from './read-pushed-policy.ts'

/** How far back to look for the day of a verdict that does not state it: as long as a push may wait in a spool. */
const spoolDays = 7

/** Numbers that differ by less, relative to their size, are the same sums on another machine. */
const tolerance = 1e-9

/** Words may change between versions of Sluice; what they say is held against the fields beside them. */
const wording: ReadonlySet<string> = new Set(['reason', 'remedy', 'note', 'notes', 'metricLabel'])

/** What verdicts of earlier versions do not say; where they do, it has to be true. */
const addedLater: ReadonlySet<string> = new Set(['effectiveRows'])

/**
 * Judges pushed evidence again under the pushed policy and compares: a verdict is only stored where it follows.
 *
 * A verdict `error` without gates claims nothing and is taken as it is, with the policy's text unread: it says that the
 * policy could not be judged at all. Waivers are held against the day that the verdict states, however long ago, since the
 * day is kept and shown with it; but no later than tomorrow, for clocks differ. A verdict of a version that states no day
 * is tried with today, tomorrow, and the days of the last week on which a waiver changed, for it may have waited in a spool.
 *
 * What it cannot see: evidence that was made up. Whoever may push vouches for the evidence.
 *
 * @param today in UTC, `2026-11-23`
 * @returns why the verdict is refused, with the next step; `null` where it holds
 */
export function verifyVerdict(pushed: PushedEvaluation, today: string): string | null {
  const { verdict, evidence } = pushed
  if (evidence.model !== verdict.model)
    return `The verdict is about '${verdict.model}' and the evidence about '${evidence.model}'. Push what one run of sluice check wrote.`
  const sha256 = hashOf(pushed.policy)
  if (sha256 !== verdict.policySha256)
    return `The verdict was given under the policy ${shortHash(verdict.policySha256)}, but the policy files sent hash to ${shortHash(sha256)}. Send the policy's file and those it extends, nearest first, byte for byte.`
  if (claimsNothing(verdict)) return null
  const policy = parsed(pushed.policy, sha256)
  if (typeof policy === 'string') return policy
  const { asOf: stated } = verdict
  if (stated !== undefined && stated > daysAfter(today, 1))
    return `The verdict holds waivers against ${stated}, and today is ${today}. Set the clock of the machine that judged, or leave out --as-of.`
  const days = stated === undefined ? daysToTry(policy, today) : [stated]
  const differences = days.map((asOf) => {
    const judged = judge(policy, evidence, { asOf, catalogue: measureCatalogue })
    return difference({ ...verdict, asOf }, JSON.parse(JSON.stringify(judged)), '')
  })
  if (differences.includes(null)) return null
  return `The verdict does not follow from the evidence under this policy: ${differences[0]}. Run sluice check again and push what it says.`
}

function claimsNothing({ verdict, gates, problems }: PolicyVerdict): boolean {
  return verdict === 'error' && gates.length === 0 && (problems?.length ?? 0) > 0
}

/** As `loadPolicy` hashes: the file's bytes and those of the files it extends. */
function hashOf(files: readonly PolicyFileText[]): string {
  const hash = createHash('sha256')
  for (const { text } of files) hash.update(text, 'utf8')
  return hash.digest('hex')
}

/** The policy, or why it cannot be read here. */
function parsed(files: readonly PolicyFileText[], sha256: string): Policy | string {
  try {
    return readPushedPolicy(files, sha256)
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error
    return `This server cannot read the policy, so it cannot hold the verdict against it: ${problemsIn(error)}. Send every file that it extends; where the policy uses something newer than this server, upgrade the server.`
  }
}

/** Today first; then each day near it on which a waiver of the policy is in another state than the day before. */
function daysToTry({ waivers }: Policy, today: string): readonly string[] {
  const first = daysAfter(today, -spoolDays)
  const last = daysAfter(today, 1)
  const changes = waivers.flatMap(({ until }) => [until, daysAfter(until, 1)])
  return [...new Set([today, ...changes.filter((day) => day >= first && day <= last)])]
}

/** The first place where a claim is not what was judged, in words; `null` where there is none. */
function difference(claimed: unknown, judged: unknown, path: string): string | null {
  if (Array.isArray(judged) && Array.isArray(claimed)) {
    if (judged.length !== claimed.length) return said(path, `${claimed.length} entries`, `${judged.length}`)
    return first(judged, (value, at) => difference(claimed[at], value, `${path}[${at}]`))
  }
  if (isObject(judged) && isObject(claimed)) {
    const unsaid = (key: string) => wording.has(key) || (addedLater.has(key) && !(key in claimed))
    const keys = [...new Set([...Object.keys(judged), ...Object.keys(claimed)])].filter((key) => !unsaid(key))
    return first(keys, (key) => difference(claimed[key], judged[key], path === '' ? key : `${path}.${key}`))
  }
  return same(claimed, judged) ? null : said(path, shown(claimed), shown(judged))
}

function first<Item>(items: readonly Item[], ask: (item: Item, at: number) => string | null): string | null {
  for (const [at, item] of items.entries()) {
    const answer = ask(item, at)
    if (answer !== null) return answer
  }
  return null
}

function same(claimed: unknown, judged: unknown): boolean {
  if (typeof claimed !== 'number' || typeof judged !== 'number') return claimed === judged
  return Math.abs(claimed - judged) <= tolerance * Math.max(1, Math.abs(claimed), Math.abs(judged))
}

function said(path: string, claimed: string, judged: string): string {
  return `${path} is claimed to be ${claimed}, and is ${judged}`
}

function shown(value: unknown): string {
  const text = value === undefined ? 'absent' : JSON.stringify(value)
  return text.length > 120 ? `${text.slice(0, 120)}…` : text
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
