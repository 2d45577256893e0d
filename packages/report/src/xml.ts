import { cleanBlock } from './clean-text.ts'

/** Characters that XML 1.0 forbids even as references (section 2.2). */
const illegal = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}

/** Text for the inside of an element. */
export function xmlText(text: string): string {
  return cleanBlock(text)
    .replace(illegal, '')
    .replace(/[&<>"']/g, (character) => entities[character]!)
}

/** Attributes with a blank before each. */
export function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${xmlText(String(value)).replace(/[\t\n]/g, ' ')}"`)
    .join('')
}

export function element(name: string, values: Readonly<Record<string, string | number>>, text: string): string {
  return `<${name}${attributes(values)}>${xmlText(text)}</${name}>`
}
