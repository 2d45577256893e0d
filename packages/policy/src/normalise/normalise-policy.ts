import type { MeasureCatalogue } from '../catalogue.ts'
import { mergeChain } from '../inherit/merge.ts'
import type { Gate, Policy } from '../model.ts'
import type { Problem } from '../problem.ts'
import { policySchema, reservedSections } from '../schema/policy-schema.ts'
import type { ValidTree } from '../schema/validate-tree.ts'
import {
  child,
  itemsOf,
  keysOfMap,
  type MapNode,
  type Place,
  plainValue,
  problemAt,
  textAt,
} from '../source/policy-node.ts'
import { checkConformalSlices } from './conformal.ts'
import { Context } from './context.ts'
import { normaliseDatasets, normaliseModels } from './data.ts'
import { fieldPlaces } from './field-places.ts'
import { checkFloors } from './floors.ts'
import { normaliseGate } from './gates.ts'
import { normaliseSlices } from './slices.ts'
import { normaliseStress } from './stress.ts'
import { normaliseThreshold } from './threshold.ts'
import { normaliseVariants } from './variants.ts'
import { checkFloorWaivers, normaliseWaivers } from './waivers.ts'

export interface Normalised {
  /** What could be made of the policy; only without problems is it one. */
  readonly policy: Omit<Policy, 'sha256'>
  readonly problems: readonly Problem[]
}

/**
 * Merges a chain of valid files, nearest first, resolves every name and fills in every default.
 *
 * @param written the same files before the schema left anything out: a name that was declared wrongly is still a name
 */
export function normalisePolicy(
  trees: readonly (ValidTree & { readonly root: MapNode })[],
  written: readonly MapNode[],
  catalogue: MeasureCatalogue,
): Normalised {
  const { root, floors } = mergeChain(trees.map((tree) => tree.root))
  const file = policySchema(catalogue).parse(plainValue(root))
  const incomplete = new Set(trees.flatMap((tree) => [...tree.incomplete]))
  const context = new Context(catalogue, file.task ?? null, declaredNames(written), incomplete)
  for (const tree of trees) reportDuplicates(tree.root, context)
  reportMissingHead(root, context)

  const datasets = normaliseDatasets(file, root, context)
  const models = normaliseModels(file, root, context)
  const threshold = normaliseThreshold(file.threshold, root, context)
  const slices = normaliseSlices(file, child(root, 'slices'), context)
  checkConformalSlices(models, slices, root, context)
  const stress = normaliseStress(file.stress, root, { datasets, models }, context)
  const parts = { datasets, models, slices, stress }
  const gateNodes = itemsOf(child(root, 'gates')) as readonly MapNode[]
  const gates = (file.gates ?? []).flatMap((gate, index): Gate[] => {
    const normalised = normaliseGate(gate, gateNodes[index]!, parts, context)
    return normalised === null ? [] : [normalised]
  })
  checkFloors(floors, root, parts, context)
  checkFloorWaivers(
    trees.map((tree) => tree.root),
    context,
  )
  const variants = file.variants === undefined ? null : normaliseVariants(file.variants, root, parts, context)
  const waivers = normaliseWaivers(file.waivers, child(root, 'waivers'), context)
  const reserved = reservedSections.filter((section) => !isEmpty(file[section]))
  return {
    problems: context.problems,
    policy: {
      file: root.place.file,
      version: 1,
      model: file.model ?? '',
      description: file.description ?? null,
      owners: file.owners ?? [],
      task: file.task ?? 'binary',
      datasets,
      models,
      threshold,
      slices: [...slices, ...context.columnSlices()],
      gates,
      waivers,
      ...(variants !== null && { variants }),
      ...(stress.length > 0 && { stress }),
      places: fieldPlaces(root, context.columnSlicePlaces(), slices.length),
      reserved: reserved.map((section) => ({ section, value: file[section], location: placeOfField(root, section) })),
    },
  }
}

function placeOfField(root: MapNode, field: string) {
  const { file, line, column } = root.fields.get(field)?.key ?? root.place
  return { file, line, column }
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || Object.keys(value).length === 0
}

function declaredNames(written: readonly MapNode[]) {
  const distinct = (names: readonly (string | null)[]) => [...new Set(names.filter((name) => name !== null))]
  const keys = (field: string) => distinct([...written].reverse().flatMap((root) => keysOfMap(child(root, field))))
  const names = (field: string) =>
    distinct([...written].reverse().flatMap((root) => itemsOf(child(root, field)).map((item) => textAt(item, 'name'))))
  return {
    dataset: keys('datasets'),
    model: keys('models'),
    suite: keys('stress'),
    slice: names('slices'),
    gate: names('gates'),
  }
}

function reportDuplicates(root: MapNode, context: Context): void {
  for (const field of ['gates', 'slices'] as const) {
    const first = new Map<string, Place>()
    for (const item of itemsOf(child(root, field))) {
      const name = child(item, 'name')
      if (name?.kind !== 'scalar' || typeof name.value !== 'string') continue
      const known = first.get(name.value)
      if (known === undefined) first.set(name.value, name.place)
      else
        context.problems.push(
          problemAt(name.place, {
            code: 'duplicate-name',
            message: `two ${field} are named '${name.value}', the first on line ${known.line}`,
            hint: 'Give one of them another name.',
            found: name.value,
          }),
        )
    }
  }
}

function reportMissingHead(root: MapNode, context: Context): void {
  const partial = 'A file that others extend is not a policy by itself.'
  const heads = [
    ['model', "the model's name", 'Add model: NAME.'],
    ['task', 'a task such as binary', 'Add task: binary, multiclass, multilabel, regression, quantile or ranking.'],
    [
      'gates',
      'at least one gate; without one nothing is judged',
      'Add gates: [{ name: NAME, metric: MEASURE, min: NUMBER }].',
    ],
  ] as const
  for (const [field, expected, hint] of heads) {
    if (field === 'gates' ? context.names.gate.length > 0 : root.fields.has(field)) continue
    const message = `'${field}' is missing; expected ${expected}`
    context.reportMissing(root.place, field, { code: 'missing-field', message, hint: `${hint} ${partial}`, expected })
  }
}
