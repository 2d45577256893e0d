import { Command } from 'commander'

/** `sluice explain`: one measure, whole. */
export function explainCommand(): Command {
  return new Command('explain')
    .description("a measure's definition, inputs, interval and source")
    .argument('[metric]', 'roc_auc, pr_auc, …; without one, all are listed')
    .option('-f, --format <name>', 'text or json', 'text')
    .addHelpText('after', '\nExample:\n  sluice explain pr_auc')
    .action(async (metric: string | undefined, flags: { format: string }) => {
      const { runExplain } = await import('../run-explain.ts')
      runExplain(metric, flags.format)
    })
}
