import type { VariantsEvidence } from '@sluice/gates'
import { toPlainJson } from '../json.ts'
import { styleOf, type TerminalOptions } from '../style.ts'
import { variantsTable } from './variants-table.ts'

/** The table of a policy's builds, for a terminal. */
export function renderVariants(variants: VariantsEvidence, options: TerminalOptions = {}): string {
  return variantsTable(variants, styleOf(options)).join('\n')
}

/** `sluice.variants/1`: the section of the evidence, with whose it is. */
export function renderVariantsJson(model: string, file: string, variants: VariantsEvidence): string {
  return JSON.stringify(toPlainJson({ schema: 'sluice.variants/1', model, file, ...variants }), null, 2)
}
