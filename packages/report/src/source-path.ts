import { cleanLine } from './clean-text.ts'

/**
 * A file as code hosts name it: with forward slashes, relative to the repository.
 *
 * @param root the repository's folder, taken off where the path is in it
 */
export function sourcePath(file: string, root?: string): string {
  const path = slashed(file)
  const base = root === undefined ? '' : `${slashed(root).replace(/\/+$/, '')}/`
  return base !== '' && path.startsWith(base) ? path.slice(base.length) : path
}

/** The same as a URI reference: percent-encoded; absolute paths as `file:` URIs. */
export function sourceUri(file: string, root?: string): string {
  const path = sourcePath(file, root)
  const encoded = path.split('/').map(encodeURIComponent).join('/')
  if (path.startsWith('/')) return `file://${encoded}`
  return /^[A-Za-z]:\//.test(path) ? `file:///${encoded.replace('%3A', ':')}` : encoded
}

function slashed(file: string): string {
  return cleanLine(file)
    .replaceAll('\\', '/')
    .replace(/^(\.\/)+/, '')
}
