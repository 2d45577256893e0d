import type { MeasureEntry } from '../../catalogue.ts'
import type { Condition, Gate } from '../../model.ts'
import type { Problem } from '../../problem.ts'
import { gateWarning, type LintInput } from '../finding.ts'

/** Gates whose outcome is decided before anything is measured. */
export function vacuousGates({ policy, catalogue }: LintInput): Problem[] {
  return policy.gates.flatMap((gate) => {
    const entry = catalogue.measures.get(gate.metric.name)
    if (entry === undefined) return []
    return [
      ...cannotFail(gate, entry),
      ...cannotPass(gate, entry),
      ...wrongWay(gate, entry),
      ...inconclusivePasses(gate),
    ]
  })
}

function cannotFail(gate: Gate, entry: MeasureEntry): Problem[] {
  if (!coversRange(gate.condition, entry.range)) return []
  return [
    gateWarning(gate, {
      code: 'gate-cannot-fail',
      message: `'${gate.name}' cannot fail: every value that ${entry.name} can take meets ${written(gate.condition)}`,
      why: 'It looks like a check and is none.',
      hint: 'Choose a bound that a bad model would miss, or remove the gate.',
    }),
  ]
}

function coversRange(condition: Condition, [least, greatest]: MeasureEntry['range']): boolean {
  const width = least === null || greatest === null ? null : greatest - least
  switch (condition.kind) {
    case 'min':
      return least !== null && condition.bound <= least
    case 'max':
      return greatest !== null && condition.bound >= greatest
    case 'between':
      return least !== null && greatest !== null && condition.lower <= least && condition.upper >= greatest
    case 'min_delta':
      return width !== null && condition.bound <= -width
    case 'max_delta':
    case 'max_gap':
    case 'max_disparity':
      return width !== null && condition.bound >= width
    case 'equals':
    case 'min_ratio':
    case 'max_latency_ratio':
      return false
  }
}

function cannotPass(gate: Gate, entry: MeasureEntry): Problem[] {
  const { condition } = gate
  const [least, greatest] = entry.range
  const atEnd =
    (condition.kind === 'min' && condition.bound === greatest) ||
    (condition.kind === 'max' && condition.bound === least)
  if (gate.proof !== 'proven' || (condition.kind !== 'equals' && !atEnd)) return []
  return [
    gateWarning(gate, {
      code: 'gate-cannot-pass',
      message: `'${gate.name}' cannot pass: no interval around an estimate lies within ${written(condition)}`,
      why: 'Data never prove a value exactly; proof: proven asks for the whole interval.',
      hint:
        condition.kind === 'equals'
          ? 'Write between: [LOW, HIGH].'
          : 'Leave a margin below the best value, or write proof: point.',
    }),
  ]
}

function wrongWay(gate: Gate, entry: MeasureEntry): Problem[] {
  const { kind } = gate.condition
  const asksMore = kind === 'min' || kind === 'min_delta'
  const asksLess = kind === 'max' || kind === 'max_delta'
  if (!((entry.direction === 'lower' && asksMore) || (entry.direction === 'higher' && asksLess))) return []
  const turned = asksMore ? kind.replace('min', 'max') : kind.replace('max', 'min')
  return [
    gateWarning(gate, {
      code: 'bound-the-wrong-way',
      message: `'${gate.name}' asks for ${written(gate.condition)} of ${entry.name}, where ${entry.direction} is better`,
      why: 'As it stands, a worse model passes more easily.',
      hint: `Write ${turned}.`,
    }),
  ]
}

function inconclusivePasses(gate: Gate): Problem[] {
  if (gate.onInconclusive !== 'pass' || gate.severity !== 'block') return []
  return [
    gateWarning(gate, {
      code: 'inconclusive-passes',
      message: `'${gate.name}' blocks, and passes where there is too little evidence`,
      why: 'The fewer rows there are, the easier it passes: absence of evidence is not evidence of absence (Altman & Bland 1995).',
      hint: 'Write on_inconclusive: warn, or fail.',
    }),
  ]
}

/** Nothing in the policy can stop a release. */
export function noBlockingGate({ policy }: LintInput): Problem[] {
  const [first] = policy.gates
  if (first === undefined || policy.gates.some((gate) => gate.severity === 'block')) return []
  return [
    gateWarning(first, {
      code: 'no-blocking-gate',
      message: 'every gate only warns, so this policy never stops a release',
      why: 'Its verdict is pass whatever is measured.',
      hint: 'Give the gate that matters most severity: block.',
    }),
  ]
}

/** No blocking gate says what its failure means. */
export function unexplainedGates({ policy }: LintInput): Problem[] {
  const blocking = policy.gates.filter((gate) => gate.severity === 'block')
  if (blocking.length === 0 || blocking.some((gate) => gate.why !== null)) return []
  return [
    gateWarning(blocking[0]!, {
      code: 'no-gate-says-why',
      message: 'no blocking gate says why it is there',
      why: 'Whoever is stopped by it has to guess whether the bound matters.',
      hint: 'Add why: ONE LINE.',
    }),
  ]
}

function written(condition: Condition): string {
  return condition.kind === 'between'
    ? `between [${condition.lower}, ${condition.upper}]`
    : `${condition.kind} ${condition.bound}`
}
