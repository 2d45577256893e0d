import { gzipSync } from 'node:zlib'
import type { Plugin } from 'vite'

type Bundle = Parameters<Extract<NonNullable<Plugin['generateBundle']>, (...a: never) => unknown>>[1]

/**
 * Prints how much JavaScript the first page takes, gzipped, and stops the build where it is too much: the entry, which
 * holds the page of models, with all that it imports before anything is shown.
 *
 * @param budget kB of a thousand bytes
 */
export function initialSize({ budget }: { readonly budget: number }): Plugin {
  return {
    name: 'initial-size',
    apply: 'build',
    generateBundle(_, bundle) {
      const files = [...initialFiles(bundle)]
      const sizes = files.map((file) => {
        const chunk = bundle[file]
        return chunk?.type === 'chunk' ? gzipSync(chunk.code).length : 0
      })
      const total = sizes.reduce((sum, size) => sum + size, 0) / 1000
      const words = `Initial JavaScript: ${total.toFixed(1)} kB gzipped in ${files.length} files, of ${budget} kB`
      if (total > budget) this.error(`${words}. Load lazily what the page of models does not show.`)
      console.log(words)
    },
  }
}

/** The entry, and every chunk that it imports statically. */
function initialFiles(bundle: Bundle): Set<string> {
  const found = new Set<string>()
  const visit = (file: string) => {
    if (found.has(file)) return
    found.add(file)
    const chunk = bundle[file]
    if (chunk?.type === 'chunk') for (const next of chunk.imports) visit(next)
  }
  for (const output of Object.values(bundle)) if (output.type === 'chunk' && output.isEntry) visit(output.fileName)
  return found
}
