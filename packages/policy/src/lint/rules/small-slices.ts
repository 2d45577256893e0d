import type { Gate } from '../../model.ts'
import type { Problem } from '../../problem.ts'
import { gateWarning, type JudgedSlice, judgedSlices, type LintInput, listed } from '../finding.ts'
import { neededClasses } from '../measure-traits.ts'
import { halfWidth, rowsNeeded } from '../rows-needed.ts'

/** Slices (or datasets) on which a gate has too few rows ever to be decided, each with the rows it lacks. */
export function neverConclusive({ policy, profile }: LintInput): Problem[] {
  return policy.gates.flatMap((gate) => {
    const judged = judgedSlices(gate, profile)
    const short = judged
      .map((slice) => ({
        slice,
        lacks: Math.max(
          shortOfDemand(gate, slice),
          shortOfClasses(gate, slice),
          gate.proof === 'proven' ? shortOfProof(gate, slice, judged.length) : 0,
        ),
      }))
      .filter(({ lacks }) => lacks > 0)
    if (short.length === 0) return []
    return gateWarning(gate, {
      code: 'never-conclusive',
      message: `'${gate.name}' can never be conclusive on ${countOf(short.length, judged.length)}: ${shortages(short)}`,
      why: 'Fewer rows than the gate demands, or than its measure needs to have a value, or than its proof needs for a value half way between the bound and the best (Wilson 1927; Hanley & McNeil 1982): the answer is known before the run.',
      hint: 'Collect those rows, merge small values (top: N), leave the slice out of this gate, or lower min_rows or the bound.',
    })
  })
}

/** Slices so small that `unrefuted` lets anything through. */
export function cannotBeRefuted({ policy, profile }: LintInput): Problem[] {
  return policy.gates.flatMap((gate) => {
    const judged = judgedSlices(gate, profile).filter((slice) => !isUndecided(gate, slice))
    if (gate.proof !== 'unrefuted') return []
    const short = judged
      .map((slice) => ({ slice, lacks: shortOfProof(gate, slice, judged.length) }))
      .filter(({ lacks }) => lacks > 0)
    if (short.length === 0) return []
    return gateWarning(gate, {
      code: 'slice-cannot-fail',
      message: `'${gate.name}' lets ${countOf(short.length, judged.length)} pass whatever the model does there: ${shortages(short)}`,
      why: 'proof: unrefuted fails only where the whole interval is beyond the bound; on so few rows even a useless model stays within it (Wilson 1927; Hanley & McNeil 1982).',
      hint: 'Set min_rows or min_positives, so that such a slice is inconclusive instead of passing.',
    })
  })
}

/** A bound on slices with nothing that says how small a slice may be. */
export function slicesWithoutMinimum({ policy }: LintInput): Problem[] {
  return policy.gates
    .filter(({ slices, versus, condition, minRows, minPositives }) => {
      const fixed =
        condition.kind === 'min' ||
        condition.kind === 'max' ||
        condition.kind === 'between' ||
        condition.kind === 'equals'
      return slices.length > 0 && versus === null && fixed && minRows === null && minPositives === null
    })
    .map((gate) =>
      gateWarning(gate, {
        code: 'slices-without-minimum',
        message: `'${gate.name}' judges slices of any size`,
        why:
          gate.proof === 'point'
            ? 'On a handful of rows the estimate is mostly chance.'
            : 'A slice of a handful of rows has an interval that says nothing, and the gate says nothing of it.',
        hint: 'Add min_rows (100 is a common start), and min_positives for a rare class.',
      }),
    )
}

/** Wider than this, half of an interval decides more than the model does. */
const widestByChance = 0.05

/** A point estimate judged on rows so few that chance decides. */
export function pointProofOnFewRows({ policy, profile }: LintInput): Problem[] {
  return policy.gates.flatMap((gate) => {
    const { condition } = gate
    if (gate.proof !== 'point' || (condition.kind !== 'min' && condition.kind !== 'max')) return []
    const wide = judgedSlices(gate, profile).flatMap((slice) => {
      const half = slice.rows === 0 ? null : halfWidth(gate.metric.name, condition.bound, slice, gate.confidence)
      return half !== null && half > widestByChance
        ? [`${slice.slice} (${slice.rows} rows, ±${half.toPrecision(2)})`]
        : []
    })
    if (wide.length === 0) return []
    return gateWarning(gate, {
      code: 'point-proof-on-few-rows',
      message: `'${gate.name}' compares a point estimate with its bound on few rows: ${listed(wide)}`,
      why: 'A model exactly at the bound passes or fails by the draw of the rows (Brown, Cai & DasGupta 2001).',
      hint: 'Write proof: proven to ask for evidence, or proof: unrefuted to allow for chance.',
    })
  })
}

/** Whether a slice is too small for its gate whatever the model does there. */
export function isUndecided(gate: Gate, slice: JudgedSlice): boolean {
  return shortOfDemand(gate, slice) > 0 || shortOfClasses(gate, slice) > 0
}

/** Rows that are missing for `min_rows` and `min_positives`. */
function shortOfDemand(gate: Gate, { rows, positives, share }: JudgedSlice): number {
  const rowsShort = Math.max(0, (gate.minRows ?? 0) - rows)
  const positivesShort = positives === null ? 0 : Math.max(0, (gate.minPositives ?? 0) - positives)
  return Math.max(rowsShort, Math.ceil(positivesShort / (share ?? 1)))
}

/** Rows in which the class that a measure cannot do without would be expected once; 0 where it is there. */
function shortOfClasses({ metric, condition }: Gate, { rows, positives, share }: JudgedSlice): number {
  const needs = neededClasses[metric.name]
  // What compares slices with each other can fail on the others.
  const isSpread = condition.kind === 'max_gap' || condition.kind === 'max_disparity' || condition.kind === 'min_ratio'
  if (needs === undefined || positives === null || isSpread) return 0
  const noPositive = positives === 0 && needs !== 'negatives'
  const noNegative = positives === rows && needs !== 'positives'
  const perRow = [...(noPositive ? [share ?? 1] : []), ...(noNegative ? [1 - (share ?? 0)] : [])]
  return Math.max(0, ...perRow.map((chance) => Math.ceil(1 / chance)))
}

function shortOfProof(gate: Gate, { rows, share }: JudgedSlice, family: number): number {
  const tests = gate.correction === 'holm' || gate.correction === 'bonferroni' ? Math.max(1, family) : 1
  const level = 1 - (1 - gate.confidence) / tests
  const needed = rowsNeeded(gate, level, share)
  return needed === null ? 0 : Math.max(0, needed.rows - rows)
}

function countOf(short: number, all: number): string {
  return all === 1 ? 'its rows' : `${short} of ${all} slices`
}

function shortages(short: readonly { readonly slice: JudgedSlice; readonly lacks: number }[]): string {
  return listed(
    short.map(({ slice, lacks }) => `${slice.slice} has ${slice.rows} rows${oneClass(slice)} and lacks ${lacks}`),
  )
}

function oneClass({ rows, positives }: JudgedSlice): string {
  if (positives === null || rows === 0 || (positives > 0 && positives < rows)) return ''
  return positives === 0 ? ', none positive,' : ', all positive,'
}
