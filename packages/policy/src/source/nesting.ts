import { CST, Lexer } from 'yaml'

/** Deeper than any policy; far from where a recursive parser runs out of stack. */
export const maxNesting = 100

/**
 * The offset at which YAML text nests deeper than `maxNesting`, or `null`.
 *
 * Parsing is recursive, and a runtime that runs out of stack inside a regular expression aborts the whole process
 * instead of throwing. So depth is bounded on the token stream, before anything is parsed: open flow collections, plus
 * twice the distinct indentations (a list may stand at its key's own), plus the indicators on one line (`- - - a`).
 */
export function tooDeepAt(text: string): number | null {
  const indents: number[] = []
  let offset = 0
  let flow = 0
  let indicators = 0
  let atLineStart = true
  let scalarFollows = false
  for (const token of new Lexer().lex(text)) {
    const type: CST.TokenType | null = scalarFollows ? 'scalar' : CST.tokenType(token)
    scalarFollows = type === 'scalar' && token === CST.SCALAR
    if (type === 'newline') {
      atLineStart = true
      indicators = 0
    } else if (atLineStart && flow === 0) {
      atLineStart = false
      const indent = type === 'space' ? token.length : 0
      while (indents.length > 0 && indents.at(-1)! >= indent) indents.pop()
      indents.push(indent)
    }
    if (type === 'flow-seq-start' || type === 'flow-map-start') flow++
    else if (type === 'flow-seq-end' || type === 'flow-map-end') flow = Math.max(0, flow - 1)
    else if (flow === 0 && (type === 'seq-item-ind' || type === 'explicit-key-ind' || type === 'map-value-ind'))
      indicators++
    if (flow + 2 * indents.length + indicators > maxNesting) return offset
    if (!isControl(token)) offset += token.length
  }
  return null
}

/** Control characters that the lexer inserts between the pieces of the text. */
function isControl(token: string): boolean {
  return token === CST.DOCUMENT || token === CST.FLOW_END || token === CST.SCALAR
}
