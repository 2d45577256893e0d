import type { GateVerdict, PolicyVerdict } from '@sluice/gates'
import { worstGates } from '../ordering.ts'
import type { Style } from '../style.ts'
import { variantsTable } from '../variants/variants-table.ts'
import { gateBlock } from './gate-block.ts'
import { gateLines } from './gate-line.ts'
import { noteLines } from './note-lines.ts'
import { passingNames } from './passing-names.ts'
import { policyHeader } from './policy-header.ts'
import { waiverLines } from './waiver-lines.ts'

export interface PolicySection {
  /** Paragraphs, a list of lines each. */
  readonly parts: readonly (readonly string[])[]
  /** Whether anything is said in fewer words than there are. */
  readonly shortened: boolean
}

/** Lines that a policy takes at most, but for its worst gate; with the end of the report, a tall terminal's height. */
const screenLines = 46
/** Slices that a gate shows there. */
const blockSlices = 3

/** Everything that is known of a policy. */
export function wholePolicy(policy: PolicyVerdict, style: Style): PolicySection {
  const { attention, standing, passing } = groups(policy)
  return {
    parts: [
      policyHeader(policy, style),
      ...attention.map((gate) => gateBlock(gate, Number.POSITIVE_INFINITY, style)),
      gateLines([...standing, ...passing], style),
      policy.variants === undefined ? [] : variantsTable(policy.variants, style),
      noteLines(policy, style),
      waiverLines(policy.waivers, style),
    ],
    shortened: false,
  }
}

/**
 * A policy on one screen. Where it does not fit as a whole: the worst gate in full, then as many others as there is room
 * for, a line each for the rest, and the names of those that pass.
 */
export function policyOnScreen(policy: PolicyVerdict, style: Style): PolicySection {
  const whole = wholePolicy(policy, style)
  if (linesOf(whole.parts) <= screenLines) return whole
  const { attention, standing, passing } = groups(policy)
  const header = policyHeader(policy, style, 'brief')
  const after = [
    policy.variants === undefined ? [] : variantsTable(policy.variants, style, 'brief'),
    noteLines(policy, style, 'brief'),
    waiverLines(policy.waivers, style, 'brief'),
  ]
  const names = passingNames(passing, style)
  const room = screenLines - linesOf([header, ...after])
  const blocks = fittingBlocks(attention, room - standing.length - names.length - 1, style)
  const inShort = [...attention.slice(blocks.length), ...standing]
  const folds = linesOf(blocks) + inShort.length + passing.length + 1 > room
  const lines = folds ? [...gateLines(inShort, style), ...names] : gateLines([...inShort, ...passing], style)
  return { parts: [header, ...blocks, lines, ...after], shortened: true }
}

/** Gates that must be looked at; those that a waiver or the call took out; and those that pass. The worst first. */
function groups({ gates }: PolicyVerdict) {
  const sorted = worstGates(gates)
  const of = (...statuses: readonly GateVerdict['status'][]) => sorted.filter(({ status }) => statuses.includes(status))
  return {
    attention: of('error', 'fail', 'inconclusive', 'warn'),
    standing: of('waived', 'skipped'),
    passing: of('pass'),
  }
}

/** The leading gates in full, as long as these and a line for each of the others have room. */
function fittingBlocks(attention: readonly GateVerdict[], room: number, style: Style): string[][] {
  const blocks: string[][] = []
  for (const gate of attention) {
    const next = [...blocks, gateBlock(gate, blockSlices, style)]
    if (blocks.length > 0 && linesOf(next) + attention.length - next.length > room) break
    blocks.push(next.at(-1)!)
  }
  return blocks
}

/** With a blank line after each paragraph. */
function linesOf(parts: readonly (readonly string[])[]): number {
  return parts.reduce((sum, lines) => sum + (lines.length === 0 ? 0 : lines.length + 1), 0)
}
