import type { Status } from '@sluice/gates'
import { statusOrder } from '@sluice/report/words'
import type { GateEdit, PolicyEdits, Proof } from './judging/edit-policy.ts'

/** A text of the address; numbers too, since the router reads `?slice=2024` as one. Empty and other kinds are absent. */
export function textParameter(value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** Texts of the address, in their order; what is no text is left out, and a list without any is absent. */
export function textsParameter(value: unknown): readonly string[] | undefined {
  const texts = Array.isArray(value) ? value.flatMap((each) => textParameter(each) ?? []) : []
  return texts.length === 0 ? undefined : texts
}

/** A finite number of the address; anything else is absent. */
export function numberParameter(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined
}

/** One of some words; anything else is absent. */
export function wordParameter<Word extends string>(value: unknown, words: readonly Word[]): Word | undefined {
  return words.find((word) => word === value)
}

/** A status of the address; anything else is absent. */
export function statusParameter(value: unknown): Status | undefined {
  return statusOrder.find((status) => status === value)
}

const proofs: readonly Proof[] = ['proven', 'point', 'unrefuted']

/** Edits of gates in the address, `{ "stable": { "bound": 0.03 } }`; what is no edit is left out. */
export function editsParameter(value: unknown): PolicyEdits | undefined {
  if (!isRecord(value)) return undefined
  const edits = Object.entries(value).flatMap(([gate, edit]) => {
    const read = isRecord(edit) ? gateEdit(edit) : {}
    return Object.keys(read).length === 0 ? [] : [[gate, read] as const]
  })
  return edits.length === 0 ? undefined : Object.fromEntries(edits)
}

function gateEdit({ bound, confidence, proof }: Record<string, unknown>): GateEdit {
  const level = numberParameter(confidence)
  const chosen = proofs.find((each) => each === proof)
  const limit = Array.isArray(bound) ? pairOf(bound.map(numberParameter)) : numberParameter(bound)
  return {
    ...(limit !== undefined && { bound: limit }),
    ...(level !== undefined && level > 0 && level < 1 && { confidence: level }),
    ...(chosen !== undefined && { proof: chosen }),
  }
}

function pairOf([lower, upper, ...more]: readonly (number | undefined)[]): readonly [number, number] | undefined {
  return lower === undefined || upper === undefined || more.length > 0 ? undefined : [lower, upper]
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
