/** Says what is going on while something takes longer than a second. */
export interface Progress {
  /** Whether anybody sees it: who has much to say need not put it into words otherwise. */
  readonly seen: boolean
  /** Replaces the line: `credit-default: reading test, 3 000 000 of 10 000 000 rows`. */
  say(text: string): void
  /** Takes the line away. */
  done(): void
}

const PATIENCE = 1000

/**
 * One line on standard error, on a terminal only, and only once a second has gone by: a quick run stays silent, and a
 * log holds no carriage returns. Own code, since the libraries for this bring spinners, trees and 60 kB.
 */
export function progressOn(stream: NodeJS.WriteStream): Progress {
  if (stream.isTTY !== true) return { seen: false, say: () => {}, done: () => {} }
  const started = Date.now()
  let shown = 0
  return {
    seen: true,
    say(text) {
      const now = Date.now()
      if (now - started < PATIENCE || now - shown < 100) return
      shown = now
      const seconds = Math.round((now - started) / 1000)
      stream.write(`\r\u001b[2K${`${text} (${seconds} s)`.slice(0, (stream.columns ?? 80) - 1)}`)
    },
    done() {
      if (shown > 0) stream.write('\r\u001b[2K')
    },
  }
}
