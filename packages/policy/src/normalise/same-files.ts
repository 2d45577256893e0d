import type { DatasetDefinition } from '../model.ts'

/**
 * A path that two datasets both name, as the second writes it, or `null`: read from their text alone, without a disk. Globs that
 * expand to one file, links and copies are found when the files are read.
 */
export function sharedPath(first: DatasetDefinition, second: DatasetDefinition): string | null {
  const known = new Set(first.paths.map((path) => resolved(first.directory, path)))
  return second.paths.find((path) => known.has(resolved(second.directory, path))) ?? null
}

/** A path from its folder, without `.` and `..` where they can be taken away. */
function resolved(directory: string, path: string): string {
  const isAbsolute = /^([\\/]|[a-z][a-z0-9+.-]*:)/i.test(path)
  const whole = (isAbsolute ? path : `${directory}/${path}`).replace(/^file:\/\//, '').replaceAll('\\', '/')
  const root = whole.startsWith('/') ? '/' : ''
  const steps: string[] = []
  for (const step of whole.split('/')) {
    if (step === '' || step === '.') continue
    if (step === '..' && steps.length > 0 && steps.at(-1) !== '..') steps.pop()
    else steps.push(step)
  }
  return `${root}${steps.join('/')}`
}
