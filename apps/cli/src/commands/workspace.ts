import { Command } from 'commander'

/** `sluice workspace`: teams that share a server and see nothing of one another. */
export function workspaceCommand(): Command {
  return new Command('workspace')
    .description('make a workspace for a team, or list them; with DATABASE_URL in PostgreSQL, otherwise in a folder')
    .addCommand(createCommand())
    .addCommand(listCommand())
    .addHelpText(
      'after',
      `
Examples:
  DATABASE_URL=postgres://… sluice workspace create fraud      prints its first token, once
  DATABASE_URL=postgres://… sluice workspace list

A token belongs to one workspace: whoever uses it reads and pushes there. People who sign in by OpenID Connect, and the
single user of a server without tokens, are in the workspace 'default'.`,
    )
}

function createCommand(): Command {
  return new Command('create')
    .description('make a workspace, and print its first token')
    .argument('<name>', 'of the team')
    .option('--data <folder>', 'where the embedded store is', '.sluice/data')
    .action(async (name: string, flags) => {
      const { runWorkspaceCreate } = await import('../run-workspace.ts')
      process.exitCode = await runWorkspaceCreate(name, flags)
    })
}

function listCommand(): Command {
  return new Command('list')
    .description('the workspaces by name, a line each: name, id, the day it was made')
    .option('--data <folder>', 'where the embedded store is', '.sluice/data')
    .action(async (flags) => {
      const { runWorkspaceList } = await import('../run-workspace.ts')
      process.exitCode = await runWorkspaceList(flags)
    })
}
