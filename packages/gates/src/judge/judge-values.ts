import type { Gate, Unit } from '@sluice/policy'
import { adjustPValues } from '@sluice/stats'
import type { MeasurementEvidence } from '../evidence.ts'
import type { MeasurementVerdict, Status } from '../verdict.ts'
import { type Assessment, assess, boundsOf } from './assess.ts'
import type { Finding } from './searches.ts'
import { type Shortage, shortageOf } from './shortage.ts'
import { intervalName, measurementReason } from './wording.ts'

interface Judged {
  readonly evidence: MeasurementEvidence
  readonly assessment: Assessment | null
  readonly shortage: Shortage | null
  readonly finding: Finding | null
}

/** A measurement's corrected p-values, and over how many measurements they are. */
interface Claims {
  readonly refutation: number | null
  readonly proof: number | null
  readonly family: number
}

/** What is known beside the measurements. */
export interface ValueContext {
  readonly unit?: Unit | undefined
  /** How a slice was found, where it was searched for. */
  readonly findingOf?: (evidence: MeasurementEvidence) => Finding | null
}

/**
 * Judges each measurement against a bound on its value (or on its difference from a baseline).
 *
 * Two kinds of claim, two kinds of error. A *refutation* blocks a release, and over many slices some interval lies
 * beyond the bound by chance alone: refutations are corrected over the family of slices (Holm unless the policy says
 * otherwise). A *proof* lets a release through, and the gate passes only where every slice is proven: that is an
 * intersection–union test, which keeps its level without correction (Berger 1982), so proofs are corrected only where
 * the policy itself names a correction.
 */
export function judgeValues(
  gate: Gate,
  measured: readonly MeasurementEvidence[],
  { unit, findingOf }: ValueContext = {},
): MeasurementVerdict[] {
  const bounds = boundsOf(gate.condition)
  const judged = measured.map((evidence): Judged => {
    const finding = findingOf?.(evidence) ?? null
    return {
      evidence,
      assessment:
        evidence.value === null ? null : assess({ ...evidence, value: evidence.value }, bounds, gate.confidence),
      shortage: shortageOf(evidence, gate, finding),
      finding,
    }
  })
  const refutations = adjusted(judged, (a) => a.refutes, gate.correction)
  const proofs = adjusted(judged, (a) => a.proves, gate.correctionDeclared ? gate.correction : 'none')
  const impossible = impossiblePartitions(measured)
  const family = refutations.filter((p) => p !== null).length
  return judged.map((one, i) =>
    verdictOf(one, gate, { refutation: refutations[i]!, proof: proofs[i]!, family }, impossible, unit),
  )
}

/** Adjusts the p-values of the measurements that are judged; the others take no part in the family. */
function adjusted(
  judged: readonly Judged[],
  p: (a: Assessment) => number | null,
  method: Gate['correction'],
): (number | null)[] {
  const raw = judged.map(({ assessment, shortage }) =>
    assessment === null || shortage !== null ? null : p(assessment),
  )
  const family = raw.filter((value) => value !== null)
  if (method === 'none') return raw
  const corrected = adjustPValues(family, method)
  let next = 0
  return raw.map((value) => (value === null ? null : corrected[next++]!))
}

function verdictOf(
  { evidence, assessment, shortage, finding }: Judged,
  gate: Gate,
  { refutation, proof, family }: Claims,
  impossible: ReadonlySet<string>,
  unit: Unit | undefined,
): MeasurementVerdict {
  const cannotExist = evidence.partition !== null && impossible.has(evidence.partition)
  const status = cannotExist ? 'error' : statusOf(gate, assessment, shortage, refutation, proof)
  const proving = gate.proof === 'proven'
  const needsRows = status === 'inconclusive' && shortage === null && assessment !== null
  const verdict: Omit<MeasurementVerdict, 'reason'> = {
    slice: evidence.slice,
    status,
    value: evidence.value,
    ...(evidence.atLeast === undefined ? {} : { atLeast: true }),
    lower: evidence.atLeast ? null : (assessment?.lower ?? null),
    upper: evidence.atLeast ? null : (assessment?.upper ?? null),
    level: gate.confidence,
    interval: evidence.atLeast ? null : intervalName(evidence.uncertainty),
    n: evidence.rows,
    ...(evidence.effectiveRows < evidence.rows * (1 - 1e-9) && { effectiveRows: evidence.effectiveRows }),
    positives: evidence.positives,
    versus: evidence.versus,
    ...(evidence.of === undefined ? {} : { of: evidence.of }),
    pValue:
      gate.proof === 'point' || shortage !== null
        ? null
        : ((proving ? assessment?.proves : assessment?.refutes) ?? null),
    adjustedPValue: gate.proof === 'point' ? null : proving ? proof : refutation,
    rowsNeeded: needsRows
      ? missingRows(assessment, evidence, proofLevel(gate, family))
      : (shortage?.rowsNeeded ?? null),
    ...(shortage?.kind === 'search' && { rowsNeededOf: 'dataset' as const }),
    ...(finding !== null && {
      discovered: {
        confirmed: finding.confirmed,
        pValue: finding.pValue,
        adjustedPValue: finding.adjustedPValue,
      },
    }),
    ...(evidence.note === undefined ? {} : { note: evidence.note }),
  }
  return { ...verdict, reason: measurementReason(verdict, gate, { shortage, assessment, cannotExist, unit }) }
}

function statusOf(
  gate: Gate,
  assessment: Assessment | null,
  shortage: Shortage | null,
  refutation: number | null,
  proof: number | null,
): Status {
  const alpha = 1 - gate.confidence
  if (shortage !== null || assessment === null) return 'inconclusive'
  if (gate.proof === 'point') return assessment.meets ? 'pass' : 'fail'
  if (refutation === null || proof === null) return 'inconclusive'
  if (refutation <= alpha) return 'fail'
  if (gate.proof === 'unrefuted') return 'pass'
  return proof <= alpha ? 'pass' : 'inconclusive'
}

/** The level at which an interval has to clear the bound: under a declared correction Bonferroni's, which none exceeds. */
function proofLevel(gate: Gate, family: number): number {
  const corrects = gate.correctionDeclared && gate.correction !== 'none'
  return corrects ? 1 - (1 - gate.confidence) / Math.max(1, family) : gate.confidence
}

function missingRows(assessment: Assessment, evidence: MeasurementEvidence, level: number): number | null {
  const needed = assessment.rowsToDecide(level)
  return needed === null ? null : Math.max(1, Math.ceil(needed) - evidence.rows)
}

/**
 * Slice definitions of which every slice holds a single class: the column repeats the label, so a measure that needs
 * both classes can never exist on it. That is a mistake in the policy, not a lack of rows.
 */
function impossiblePartitions(measured: readonly MeasurementEvidence[]): Set<string> {
  const oneClass = new Set(['one_class', 'no_positive', 'no_negative'])
  const partitions = new Set(measured.map((m) => m.partition).filter((partition) => partition !== null))
  return new Set(
    [...partitions].filter((partition) => {
      const slices = measured.filter((m) => m.partition === partition && m.rows > 0)
      return (
        slices.length > 1 && slices.every((m) => m.undefinedBecause !== undefined && oneClass.has(m.undefinedBecause))
      )
    }),
  )
}
