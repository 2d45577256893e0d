import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { Plugin } from 'vite'

const brotli = promisify(brotliCompress)
const gzipped = promisify(gzip)

/** Below this a file and its head travel in one packet anyway. */
const smallest = 1000

/** Source maps are not among them: no page asks for one. */
const text = /\.(?:js|css|html|svg|json)$/

/**
 * Writes every text file of the build a second and a third time, compressed as much as it can be: `x.js.br` and `x.js.gz`,
 * which a server sends in its place. Once here costs less than at every request there.
 */
export function compress(): Plugin {
  return {
    name: 'compress',
    apply: 'build',
    async writeBundle({ dir = '' }, bundle) {
      const written = Object.keys(bundle).map(async (name) => {
        if (!text.test(name)) return
        const content = await readFile(join(dir, name))
        if (content.length < smallest) return
        const params = { [constants.BROTLI_PARAM_SIZE_HINT]: content.length }
        await writeFile(join(dir, `${name}.br`), await brotli(content, { params }))
        await writeFile(join(dir, `${name}.gz`), await gzipped(content, { level: 9 }))
      })
      await Promise.all(written)
    },
  }
}
