import { Command } from 'commander'

/** `sluice variants`: the builds that a policy compares, without judging its gates. */
export function variantsCommand(): Command {
  return new Command('variants')
    .description('compare the builds of a model: quality, flips, latency, size and cost')
    .argument('<policy>', 'a policy with a section `variants`')
    .option('-f, --format <name>', 'text or json', 'text')
    .addHelpText(
      'after',
      `
Examples:
  sluice variants policies/credit-default/policy.yaml
  sluice variants policy.yaml -f json | jq .pareto.front

In the policy:
  variants: { reference: fp32, builds: [int8], quality: roc_auc, requests: 400, cost: { fp32: 12.0, int8: 5.0 } }`,
    )
    .action(async (policy: string, flags: { format: string }) => {
      const { runVariants } = await import('../run-variants.ts')
      process.exitCode = await runVariants(policy, flags.format)
    })
}
