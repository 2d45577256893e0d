/** The folder of a file as it was named, without looking at any disk. */
export function directoryOf(file: string): string {
  const end = Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\'))
  return end === -1 ? '.' : end === 0 ? '/' : file.slice(0, end)
}
