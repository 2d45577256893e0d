import { reportFailure, UsageError } from './failure.ts'
import { program } from './program.ts'

/** A reader that has seen enough (`| head -1`) is no failure: the run ends as it would have, its exit code the verdict's. */
function onStreamError(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') return
  process.exit(reportFailure(new UsageError(`cannot write the output: ${error.message}`)))
}

for (const stream of [process.stdout, process.stderr]) stream.on('error', onStreamError)

program()
  .parseAsync()
  .catch((error: unknown) => {
    process.exitCode = reportFailure(error)
  })
