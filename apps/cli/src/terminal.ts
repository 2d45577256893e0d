/** What the person at the other end can see. */
export interface Terminal {
  readonly width: number
  readonly color: boolean
  readonly unicode: boolean
}

/**
 * Reads the stream's abilities: colours only on a terminal and never under `NO_COLOR` (no-color.org), `FORCE_COLOR`
 * overrides; 80 columns where nothing is known; ASCII where the locale is not UTF-8.
 */
export function terminalOf(stream: NodeJS.WriteStream, environment: NodeJS.ProcessEnv = process.env): Terminal {
  const locale = environment['LC_ALL'] || environment['LC_CTYPE'] || environment['LANG'] || ''
  const forced = environment['FORCE_COLOR'] !== undefined && environment['FORCE_COLOR'] !== '0'
  const refused = (environment['NO_COLOR'] ?? '') !== '' || environment['TERM'] === 'dumb'
  const columns = Number(environment['COLUMNS']) || stream.columns || 80
  return {
    width: Math.max(40, Math.min(columns, 120)),
    color: !refused && (forced || stream.isTTY === true),
    unicode: process.platform === 'win32' || locale === '' || /utf-?8/i.test(locale),
  }
}
