import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const committed = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' }).split('\n')

/** Paths of this repository that a text names: they start in a folder of its root and end in a file name. */
function pathsIn(text: string): string[] {
  return text.match(/\b(?:tools|packages|apps)\/[\w./-]+\.(?:ts|mjs|json|py)\b/g) ?? []
}

test.each(['package.json', 'tools/project.json', 'nx.json', '.ci/run', 'CONTRIBUTING.md'])(
  'every file that %s names is committed, none only on the machine that wrote it',
  (file) => {
    const missing = pathsIn(readFileSync(`${root}/${file}`, 'utf8')).filter((path) => !committed.includes(path))
    expect(missing).toEqual([])
  },
)
