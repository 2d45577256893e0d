import type { MeasureCatalogue, MeasureEntry } from './catalogue.ts'
import { type JsonSchema, policyJsonSchema, toJsonSchema } from './schema/json-schema.ts'

/** Sections of the reference: a heading and where its fields are in the schema. */
const sections: readonly (readonly [heading: string, path: readonly string[]])[] = [
  ['The file', []],
  ['`datasets`: each dataset', ['datasets', '*']],
  ['`columns`', ['columns']],
  ['`models`: each model', ['models', '*']],
  ['`call`, in a model', ['models', '*', 'call']],
  ['`calibrate`, in a model', ['models', '*', 'calibrate']],
  ['`conformal`, in a model', ['models', '*', 'conformal']],
  ['`threshold`', ['threshold']],
  ['`slices`: each slice', ['slices', '*']],
  ['`discover`, in a slice', ['slices', '*', 'discover']],
  ['`gates`: each gate', ['gates', '*']],
  ['`variants`', ['variants']],
  ['`waivers`: each waiver', ['waivers', '*']],
  ['`stress`: each suite', ['stress', '*']],
  ['`rows`, in a suite', ['stress', '*', 'rows']],
  ['`synthetic`, in `rows`', ['stress', '*', 'rows', 'synthetic']],
  ['`perturb`: each perturbation', ['stress', '*', 'perturb', '*']],
  ['`expect`, in a suite', ['stress', '*', 'expect']],
  ['`attack`, in a suite', ['stress', '*', 'attack']],
]

/** The reference of the policy file as Markdown: every field from the schema, every measure from the catalogue. */
export function policyReference(catalogue: MeasureCatalogue): string {
  const schema = policyJsonSchema(catalogue)
  const fields = sections.map(([heading, path]) => fieldSection(heading, at(schema, path)))
  const measures = [...catalogue.measures.values()].map(measureSection)
  return [
    '# Policy reference',
    '',
    'Generated from the schema and the definitions of the measures: change those, then run `npm run generate`.',
    '',
    '## Fields',
    '',
    ...fields,
    '## Measures',
    '',
    ...measures,
  ].join('\n')
}

function at(schema: JsonSchema, path: readonly string[]): JsonSchema {
  let here = schema
  for (const step of path) {
    const next = step === '*' ? (here.additionalProperties ?? here.items) : here.properties?.[step]
    here = (next ?? {}) as JsonSchema
  }
  return here
}

function fieldSection(heading: string, schema: JsonSchema): string {
  const object = [schema, ...((schema.anyOf ?? []) as JsonSchema[])].find((one) => one.properties !== undefined)
  const required = new Set(object?.required ?? [])
  const rows = Object.entries(object?.properties ?? {}).map(([name, property]) => {
    const field = property as JsonSchema
    const fallback =
      field.default === undefined ? (required.has(name) ? 'required' : '') : `\`${String(field.default)}\``
    return `| \`${name}\` | ${cell(typeOf(field))} | ${fallback} | ${cell(field.description ?? '')} |`
  })
  const table = ['| field | type | default | meaning |', '| --- | --- | --- | --- |', ...rows]
  return [
    `### ${heading}`,
    '',
    ...(schema.description === undefined ? [] : [schema.description, '']),
    ...table,
    '',
  ].join('\n')
}

/** How people write a value of this schema. */
function typeOf(schema: JsonSchema): string {
  if (schema.const !== undefined) return `\`${String(schema.const)}\``
  if (schema.enum !== undefined) return schema.enum.map((value) => `\`${String(value)}\``).join(', ')
  if (schema.title !== undefined) return schema.title
  const branches = (schema.anyOf ?? schema.oneOf ?? []) as JsonSchema[]
  if (branches.some((branch) => branch.title !== undefined)) return 'a measure'
  if (branches.length > 0) {
    const types = [...new Set(branches.map(typeOf))].filter((type) => type !== 'nothing')
    return types.includes('a measure') ? 'a measure, or a map of its `name` and options' : types.join(', or ')
  }
  const types = [schema.type ?? []].flat().filter((type) => type !== 'null')
  if (types.length === 0) return schema.type === 'null' ? 'nothing' : 'anything'
  if (types[0] === 'array') return `list of ${plural(typeOf((schema.items ?? {}) as JsonSchema))}`
  if (types[0] === 'object') return schema.properties === undefined ? 'map of names' : 'map of fields'
  return types.map((type) => typeNames[type] ?? type).join(', or ')
}

const typeNames: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'number',
  integer: 'whole number',
  boolean: '`true`, `false`',
}

function plural(type: string): string {
  if (type === 'text' || type === 'anything') return type === 'text' ? 'names' : 'entries'
  return type.replace(/^(number|whole number|map)\b/, '$1s')
}

function measureSection(entry: MeasureEntry): string {
  const { describe, range, direction } = entry
  const { properties, required = [] } = toJsonSchema(entry.options)
  const options = (properties ?? {}) as Readonly<Record<string, JsonSchema>>
  const [least, greatest] = range
  const better = direction === 'target' ? 'a target is best' : `${direction} is better`
  const facts = [
    ['Formula', `\`${describe.formula}\``],
    ['Range', `${least === null ? '(−∞' : `[${least}`}, ${greatest === null ? '∞)' : `${greatest}]`}, ${better}`],
    ['Tasks', entry.tasks.join(', ')],
    ['Needs', entry.needs.join(', ')],
    ['Interval', describe.interval],
    ['When to use', describe.whenToUse],
    ['Edge cases', describe.edgeCases],
    ['Source', describe.source],
    ...(entry.aliases === undefined || entry.aliases.length === 0 ? [] : [['Also called', entry.aliases.join(', ')]]),
  ]
  const optionLines = Object.entries(options).map(([name, option]) => {
    const missing = required.includes(name) ? 'required' : 'optional'
    const fallback = option.default === undefined ? missing : `default \`${String(option.default)}\``
    return `  - \`${name}\`: ${typeOf(option)}, ${fallback}.${option.description === undefined ? '' : ` ${option.description}`}`
  })
  return [
    `### \`${entry.name}\``,
    '',
    `${describe.label}: ${describe.summary}`,
    '',
    ...facts.map(([name, text]) => `- **${name}**: ${text}`),
    ...(optionLines.length === 0 ? [] : ['- **Options**:', ...optionLines]),
    '',
  ].join('\n')
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ')
}
