import { clippedLine } from '../clean-text.ts'

/**
 * Everything that Markdown, GitHub's extensions or HTML give a meaning. As numeric references none of them can form
 * structure (CommonMark 0.31, section 2.5), not even a pipe in a table.
 */
const special = /[\\`*_{}[\]<>#|~&$@!"']|:(?=\S)|(?<=www)\./giu

/** Keeps a mention or an issue number from becoming a link: these are found after references are resolved. */
const unlinked: Readonly<Record<string, string>> = { '@': '&#64;&#8203;', '#': '&#35;&#8203;' }

/** Text from a policy or a table, as plain text on one line of Markdown, cut at `length` characters. */
export function markdownText(text: string, length = 500): string {
  return clippedLine(text, length).replace(
    special,
    (character) => unlinked[character] ?? `&#${character.codePointAt(0)};`,
  )
}

/** The same in code type: names, slices, paths. */
export function markdownCode(text: string, length = 200): string {
  const inner = clippedLine(text, length).replace(special, (character) => `&#${character.codePointAt(0)};`)
  return `<code>${inner}</code>`
}
