import { parentPort } from 'node:worker_threads'
import { type Portion, studies } from './plan.ts'
import { type Study, simulate, type Tally } from './simulate.ts'

/** What one thread answers to a portion: the claims of its study, and their tallies. */
export interface Answer {
  readonly claims: readonly { readonly name: string; readonly measure: string | null }[]
  readonly tallies: readonly Tally[]
}

const known = new Map<number, Study<unknown>>()

parentPort!.on('message', ({ study: number, rows, from, to, only }: Portion) => {
  const whole = known.get(number) ?? studies[number]!.study()
  known.set(number, whole)
  const study = only ? { ...whole, claims: whole.claims.filter(({ name }) => only.includes(name)) } : whole
  const claims = study.claims.map(({ name, measure }) => ({ name, measure }))
  const answer: Answer = { claims, tallies: simulate(study, rows, from, to) }
  parentPort!.postMessage(answer)
})
