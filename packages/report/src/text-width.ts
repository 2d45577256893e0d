/** Colours written by this package itself; what users wrote is cleaned before it gets here. */
const colors = /\u001b\[\d+m/g
const narrow = /^[\u0020-\u007e\u00a0-\u02ff\u2010-\u25ff]*$/
const wide =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u3000-\u303f\uff01-\uff60\uffe0-\uffe6]/u

let loaded: Intl.Segmenter | null = null

/** Made when the first text needs it: making one loads tables for 20 ms, and most texts are plain. */
function segments(text: string): Iterable<{ readonly segment: string }> {
  loaded ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' })
  return loaded.segment(text)
}

/** Columns that a text takes in a terminal: East Asian characters and emoji two, accents none, colours none. */
export function widthOf(text: string): number {
  const plain = text.replace(colors, '')
  if (narrow.test(plain)) return plain.length
  let width = 0
  for (const { segment } of segments(plain)) width += wide.test(segment) ? 2 : 1
  return width
}

/** Fills up to a width with blanks after the text. */
export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)))
}

/** Fills up to a width with blanks before the text. */
export function padStart(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - widthOf(text))) + text
}

/** Takes blanks off the end, also those before the code that ends a colour. */
export function trimEnd(text: string): string {
  return text.replace(/ +((?:\u001b\[\d+m)*)$/, '$1')
}

/** Cuts an uncoloured text to a width, the cut marked. */
export function clip(text: string, width: number, ellipsis: string): string {
  if (widthOf(text) <= width) return text
  if (width <= widthOf(ellipsis)) return ellipsis.slice(0, Math.max(0, width))
  return takeWidth(text, width - widthOf(ellipsis)).trimEnd() + ellipsis
}

/** Breaks an uncoloured text into lines of at most `width` columns, at blanks where there are any. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && widthOf(line) + 1 + widthOf(word) <= width) {
      line += ` ${word}`
      continue
    }
    if (line !== '') lines.push(line)
    line = word
    while (widthOf(line) > width) {
      const part = takeWidth(line, Math.max(1, width)) || line.slice(0, 2)
      lines.push(part)
      line = line.slice(part.length)
    }
  }
  return [...lines, line]
}

function takeWidth(text: string, width: number): string {
  let taken = ''
  let used = 0
  for (const { segment } of segments(text)) {
    used += widthOf(segment)
    if (used > width) break
    taken += segment
  }
  return taken
}
