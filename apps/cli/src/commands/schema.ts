import { Command } from 'commander'

/** `sluice schema`: the JSON Schema that editors use. */
export function schemaCommand(): Command {
  return new Command('schema')
    .description("print the policy's JSON Schema, for editors")
    .addHelpText(
      'after',
      `
Example:
  sluice schema > policy.schema.json
  # first line of a policy: yaml-language-server: $schema=policy.schema.json`,
    )
    .action(async () => {
      const [{ measureCatalogue }, { policyJsonSchema }] = await Promise.all([
        import('@sluice/gates'),
        import('@sluice/policy'),
      ])
      process.stdout.write(`${JSON.stringify(policyJsonSchema(measureCatalogue), null, 2)}\n`)
    })
}
