import { gzipSync } from 'node:zlib'
import type { Plugin } from 'vite'

type Bundle = Parameters<Extract<NonNullable<Plugin['generateBundle']>, (...a: never) => unknown>>[1]

/**
 * Prints how much JavaScript the first page takes, gzipped, and stops the build where it is too much: the entry and the
 * page of models, with all that they import before anything is shown.
 *
 * @param budget kB of a thousand bytes
 */
export function initialSize({ budget, firstPage }: { readonly budget: number; readonly firstPage: string }): Plugin {
  return {
    name: 'initial-size',
    apply: 'build',
    generateBundle(_, bundle) {
      const files = [...initialFiles(bundle, firstPage)]
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

/** The entry, the first page, and every chunk that they import statically. */
function initialFiles(bundle: Bundle, firstPage: string): Set<string> {
  const chunks = Object.values(bundle).filter((output) => output.type === 'chunk')
  const roots = chunks.filter(({ isEntry, facadeModuleId }) => isEntry || facadeModuleId?.endsWith(firstPage))
  if (roots.length < 2) throw new Error(`no chunk begins at ${firstPage}: name the first page's index.ts`)
  const found = new Set<string>()
  const visit = (file: string) => {
    if (found.has(file)) return
    found.add(file)
    const chunk = bundle[file]
    if (chunk?.type === 'chunk') for (const next of chunk.imports) visit(next)
  }
  for (const { fileName } of roots) visit(fileName)
  return found
}
