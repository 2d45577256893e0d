import { CST, Lexer } from 'yaml'

export type TokenKind = 'key' | 'text' | 'number' | 'word' | 'comment' | 'punctuation' | 'space'

export interface YamlToken {
  readonly kind: TokenKind
  readonly text: string
}

/**
 * A YAML text as lines of tokens, by the lexer that also reads policies. All tokens of all lines, joined by newlines,
 * are the text again.
 */
export function yamlTokens(text: string): YamlToken[][] {
  const tokens = [...new Lexer().lex(text)].filter((lexeme) => !invisible.has(lexeme)).map(tokenOf)
  const lines: YamlToken[][] = [[]]
  markKeys(tokens).forEach(({ kind, text: whole }) => {
    whole.split('\n').forEach((part, index) => {
      if (index > 0) lines.push([])
      if (part !== '') lines[lines.length - 1]!.push({ kind, text: part })
    })
  })
  return lines
}

/** How many spaces a line of YAML begins with; what is wrapped hangs below them. */
export function indentOf(line: string): number {
  return line.length - line.trimStart().length
}

/** The lexer's marks for the start of a document, the start of a plain scalar and the end of broken flow. */
const invisible = new Set(['\u0002', '\u0018', '\u001f'])

const words = /^(true|false|null|~)$/i
const numbers = /^[-+]?(\d[\d_]*(\.\d*)?|\.\d+|\.inf|\.nan)([eE][-+]?\d+)?$/i

function tokenOf(text: string): YamlToken {
  return { kind: kindOf(text), text }
}

function kindOf(lexeme: string): TokenKind {
  switch (CST.tokenType(lexeme)) {
    case 'space':
    case 'newline':
      return 'space'
    case 'comment':
      return 'comment'
    case null:
    case 'single-quoted-scalar':
    case 'double-quoted-scalar':
      return plainKind(lexeme)
    default:
      return 'punctuation'
  }
}

function plainKind(lexeme: string): TokenKind {
  if (numbers.test(lexeme)) return 'number'
  return words.test(lexeme) ? 'word' : 'text'
}

/** A scalar before a colon is a key. */
function markKeys(tokens: readonly YamlToken[]): YamlToken[] {
  return tokens.map((token, index) => {
    if (!['text', 'number', 'word'].includes(token.kind)) return token
    const next = tokens.slice(index + 1).find(({ kind }) => kind !== 'space')
    return next?.text === ':' ? { ...token, kind: 'key' } : token
  })
}
