/**
 * Escape sequences that a terminal obeys: CSI (colours, cursor), strings (title, clipboard, hyperlinks), two-byte ones;
 * ECMA-48, in their 7-bit and 8-bit forms.
 */
const escapes =
  /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]?|(?:\u001b[\]PX^_]|[\u009d\u0090\u0098\u009e\u009f])[^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c)?|\u001b[ -/]*[0-~]?/g

const controls = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g

/** Invisible characters that reorder or hide text (Trojan Source, CVE-2021-42574), and halves of characters. */
const deceivers = /[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff]|\p{Surrogate}/gu

/**
 * Makes text from a policy or a table safe to show: no escape sequence, no control character, nothing that reorders
 * what is read. Line breaks and tabs stay.
 */
export function cleanBlock(text: string): string {
  return text
    .replace(escapes, '')
    .replace(/\r\n?|[\u2028\u2029\u0085]/g, '\n')
    .replace(controls, '')
    .replace(deceivers, '')
}

/** The same on one line: every run of white space is one blank. */
export function cleanLine(text: string): string {
  return cleanBlock(text).replace(/\s+/g, ' ').trim()
}

/** One line of at most `length` characters, the cut marked. */
export function clippedLine(text: string, length: number): string {
  const line = cleanLine(text)
  if (line.length <= length) return line
  const cut = line.slice(0, length - 1).replace(/[\ud800-\udbff]$/, '')
  return `${cut.trimEnd()}…`
}
