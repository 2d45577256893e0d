import { Command } from 'commander'
import { collect } from './check.ts'

/** `sluice stress`: the stress suites of a policy, whether or not a gate judges them. */
export function stressCommand(): Command {
  return new Command('stress')
    .description('put a model under stress: what changes, what fails, where most, and the ten worst rows')
    .argument('<policy>', 'a policy with a section `stress`')
    .option('-s, --suite <name>', 'only this suite (repeatable)', collect, [])
    .option('-f, --format <name>', 'text or json', 'text')
    .addHelpText(
      'after',
      `
Examples:
  sluice stress policies/credit-default/policy.yaml
  sluice stress policy.yaml --suite tabular-noise -f json | jq '.suites[].variants[].flipRate'

In the policy:
  stress:
    tabular-noise:
      model: { onnx: models/candidate.onnx, inputs: models/features.json }
      rows: { sample: 1000, on: test }
      perturb: [{ noise: 0.1, columns: numeric }, { missing: 0.05 }]
      expect: { invariant_within: 0.05 }
    declared-ranges:            # rows that nobody has sent yet; they have no labels
      model: { onnx: models/candidate.onnx, inputs: models/features.json }
      rows: { synthetic: { rows: 1000, ranges: { age: [18, 99], sex: [1, 2] }, corners: true } }
      perturb: [{ missing: 0.05 }]
  gates:
    - { name: survives-noise, metric: failure_rate, stress: tabular-noise, max: 0.05 }

The exit code is 0 once the suites have run: gates judge what they found, in sluice check.`,
    )
    .action(async (policy: string, flags: { suite: string[]; format: string }) => {
      const { runStress } = await import('../run-stress.ts')
      process.exitCode = await runStress(policy, flags)
    })
}
