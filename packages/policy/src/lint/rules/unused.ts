import { withCrossed } from '../../crossed-slices.ts'
import type { Problem } from '../../problem.ts'
import { type LintInput, warning } from '../finding.ts'

/** Datasets, models and slices that nothing uses. */
export function unusedNames({ policy }: LintInput): Problem[] {
  const reserved = JSON.stringify((policy.reserved ?? []).map((section) => section.value))
  const { gates, variants, stress = [] } = policy
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
  for (const { on, model, reference } of stress) {
    datasets.add(on)
    for (const one of [model, reference]) if (one?.name != null) models.add(one.name)
  }
  const inSections = [...(variants?.slices ?? []), ...stress.flatMap((suite) => suite.slices)]
  const slices = withCrossed([...gates.flatMap((gate) => gate.slices), ...promising, ...inSections], policy.slices)
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

/** Stress suites that no gate judges. */
export function unusedSuites({ policy }: LintInput): Problem[] {
  const used = new Set(policy.gates.map(({ metric }) => metric.options['stress']))
  return (policy.stress ?? [])
    .filter(({ name }) => !used.has(name))
    .map(({ name, location }) =>
      warning(location, `stress.${name}`, {
        code: 'unused-suite',
        message: `no gate uses the stress suite '${name}'`,
        why: 'It runs only where somebody asks for it, and no release depends on what it finds.',
        hint: `Judge it: { name: survives-${name}, metric: failure_rate, stress: ${name}, max: 0.05 }.`,
      }),
    )
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
