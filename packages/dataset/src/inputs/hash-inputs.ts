import { createHash } from 'node:crypto'
import { open, stat } from 'node:fs/promises'
import { DatasetError } from '../dataset-error.ts'
import type { InputFile } from '../table.ts'
import type { LocatedFile } from './locate-inputs.ts'

const blockBytes = 1 << 20

export interface HashOptions {
  readonly onProgress?: (done: { readonly bytes: number; readonly of: number }) => void
  /** Ends the work early; the promise then rejects. */
  readonly signal?: AbortSignal
}

/**
 * Size and sha-256 of every file, streamed in blocks of 1 MiB, one file after the other.
 *
 * @throws DatasetError `changed-while-reading` where a file is no longer the one that was located.
 */
export async function hashInputs(
  files: readonly LocatedFile[],
  { onProgress, signal }: HashOptions = {},
): Promise<InputFile[]> {
  const of = files.reduce((sum, file) => sum + file.bytes, 0)
  const hashed: InputFile[] = []
  let bytes = 0
  for (const file of files) {
    const sha256 = await hashFile(file.path, (count) => {
      signal?.throwIfAborted()
      bytes += count
      onProgress?.({ bytes, of })
    })
    const now = await stat(file.path).catch(() => null)
    if (now === null || now.size !== file.bytes || now.mtimeMs !== file.modified) throw changed(file.path)
    hashed.push({ path: file.path, bytes: file.bytes, sha256 })
  }
  return hashed
}

async function hashFile(path: string, onBlock: (bytes: number) => void): Promise<string> {
  const hash = createHash('sha256')
  const block = Buffer.allocUnsafeSlow(blockBytes)
  const file = await open(path, 'r')
  try {
    for (;;) {
      const { bytesRead } = await file.read(block, 0, blockBytes)
      if (bytesRead === 0) return hash.digest('hex')
      hash.update(block.subarray(0, bytesRead))
      onBlock(bytesRead)
    }
  } finally {
    await file.close()
  }
}

function changed(path: string): DatasetError {
  return new DatasetError({
    code: 'changed-while-reading',
    path,
    message: `${path} changed while it was being read.`,
    hint: 'Wait until whatever writes it has finished, then run again.',
  })
}
