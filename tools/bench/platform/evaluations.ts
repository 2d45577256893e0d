import { judge, measureCatalogue, measurePolicy, type PolicyVerdict } from '@sluice/gates'
import { loadPolicy } from '@sluice/policy'
import type { PolicyFileText, PushedEvaluation } from '@sluice/store'

export const gates = 50

/** An example policy, really measured and judged today. */
export async function measuredExample(policyFile: string): Promise<PushedEvaluation> {
  const files: PolicyFileText[] = []
  const policy = await loadPolicy(policyFile, measureCatalogue, {
    onFile: (file, bytes) => files.push({ file, text: new TextDecoder().decode(bytes) }),
  })
  const evidence = await measurePolicy(policy, { version: 'bench' })
  const asOf = new Date().toISOString().slice(0, 10)
  const verdict = judge(policy, evidence, { asOf, catalogue: measureCatalogue })
  return { verdict, evidence, policy: files, origin: { commit: 'bench' } }
}

/** The same verdict with its gates repeated under other names until there are 50. */
export function widened(pushed: PushedEvaluation): PushedEvaluation {
  const { verdict } = pushed
  const all: PolicyVerdict['gates'] = Array.from({ length: gates }, (_, i) => ({
    ...verdict.gates[i % verdict.gates.length]!,
    name: `gate-${i}`,
  }))
  return { ...pushed, verdict: { ...verdict, gates: all } }
}

/** Another evaluation of the same measurements, as another release would state them. */
export function variation(pushed: PushedEvaluation, version: string): PushedEvaluation {
  return { ...pushed, evidence: { ...pushed.evidence, engine: { name: 'sluice', version } } }
}

/** Evidence of about so many bytes: the measured curves again and again, as of more slices, none like another. */
export function enlarged(pushed: PushedEvaluation, bytes: number): PushedEvaluation {
  const { evidence } = pushed
  const curves = [...evidence.curves]
  let missing = bytes - JSON.stringify(pushed).length
  for (let round = 1; missing > 0; round++) {
    for (const curve of evidence.curves) {
      const y = curve.y.map((value) => value * (1 - round / 1000))
      const more = { ...curve, partition: 'more', slice: `more=${round}`, y }
      curves.push(more)
      missing -= JSON.stringify(more).length
      if (missing <= 0) break
    }
  }
  return { ...pushed, evidence: { ...evidence, curves } }
}
