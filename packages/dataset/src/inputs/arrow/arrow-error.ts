import { DatasetError } from '../../dataset-error.ts'
import { EngineError } from '../../duckdb/engine-error.ts'

/** The bytes of an Arrow file contradict each other. Becomes a DatasetError where the path is known. */
export class ArrowFormatError extends Error {
  override readonly name: string = 'ArrowFormatError'
}

/** An Arrow file ends before what it announces: `truncated-file`. */
export function truncatedArrow(path: string): DatasetError {
  return new DatasetError({
    code: 'truncated-file',
    path,
    message: `${path} is not a whole Arrow file: it ends before its last message does.`,
    hint: 'Copy or write it again; the writer was stopped before it closed the file.',
  })
}

/**
 * What went wrong while `path` was decoded. Whatever a decoder throws over bytes that make no sense is `unreadable-file`;
 * errors of the engine and of the file system stay what they are.
 */
export function explainArrowError(error: unknown, path: string): unknown {
  if (error instanceof DatasetError || error instanceof EngineError) return error
  if (error instanceof Error && 'syscall' in error) return error
  const why = error instanceof ArrowFormatError ? error.message : 'its bytes are not what its header says'
  return new DatasetError({
    code: 'unreadable-file',
    path,
    message: `${path} cannot be read as Arrow: ${why}.`,
    hint: 'Copy or write it again, or check that it is what its ending says.',
  })
}
