import { withCrossed } from '../../crossed-slices.ts'
import type { Problem } from '../../problem.ts'
import { type LintInput, warning } from '../finding.ts'

/** Datasets, models and slices that nothing uses. */
export function unusedNames({ policy }: LintInput): Problem[] {
  const reserved = JSON.stringify((policy.reserved ?? []).map((section) => section.value))
  const { gates, variants } = policy
  const datasets = new Set(gates.flatMap((gate) => gate.on))
  if (policy.threshold.kind !== 'fixed') datasets.add(policy.threshold.on)
  const derived = policy.models.flatMap(({ calibrate, conformal }) => [calibrate ?? [], conformal ?? []].flat())
  for (const { on } of derived) datasets.add(on)
  for (const { golden } of policy.datasets) {
    if (golden?.represents) datasets.add(golden.represents)
    for (const name of golden?.apartFrom ?? []) datasets.add(name)
  }
  if (variants !== undefined) datasets.add(variants.on)
  const models = new Set([
    ...gates.flatMap((gate) => (gate.versus === null ? [gate.model] : [gate.model, gate.versus])),
    ...(variants === undefined ? [] : [variants.reference, ...variants.builds]),
  ])
  const promising = policy.models.flatMap(({ conformal }) => conformal?.by ?? [])
  const slices = withCrossed(
    [...gates.flatMap((gate) => gate.slices), ...promising, ...(variants?.slices ?? [])],
    policy.slices,
  )
  const unused = (kind: 'dataset' | 'model' | 'slice', used: ReadonlySet<string>, hint: string) =>
    policy[`${kind}s`]
      .filter(({ name }) => !used.has(name) && !reserved.includes(`"${name}"`))
      .map(({ name, location }) =>
        warning(location, `${kind}s.${name}`, {
          code: `unused-${kind}`,
          message: `no gate uses the ${kind} '${name}'`,
          why: 'A reader takes it for checked.',
          hint: hint.replace('NAME', name),
        }),
      )
  return [
    ...unused('dataset', datasets, 'Judge it in a gate (on: NAME), or remove it.'),
    ...unused('model', models, 'Compare with it (versus: NAME), or remove it.'),
    ...unused('slice', slices, 'Judge it in a gate (slices: [NAME]), or remove it.'),
  ]
}

/** Sections of the format that this version does not act on. */
export function reservedSections({ policy }: LintInput): Problem[] {
  return (policy.reserved ?? []).map(({ section, location }) =>
    warning(location, section, {
      code: 'section-not-run',
      message: `this version does not act on '${section}'`,
      why: 'A check that did not run has not passed.',
      hint: 'Keep it for a later version, knowing that it does nothing yet.',
    }),
  )
}
