import type { Scores } from '@sluice/robustness'
import { type Answer, isNumber, isSameClass, wrongShape } from './answer.ts'
import type { OwnLabels } from './own-labels.ts'

/** What is taken of an answer that has several columns. Without any of it: all of them. */
export interface ClassChoice {
  /** The class whose score is taken: by its name where the classes have names, else by its place, from 0 on. */
  readonly class?: string | number | undefined
  /**
   * The positive class, in each of its spellings, where no class is chosen: its column is taken where the classes have
   * names, else the second of two.
   */
  readonly positive?: readonly string[] | undefined
  /** The names of the columns in their order, or the order in which columns that have names are wanted. */
  readonly classes?: readonly string[] | undefined
  /** Whether labels that the model puts beside its scores are asked for too, to hold them against the columns. Default true. */
  readonly checkLabels?: boolean | undefined
}

/** Whether what the model decided is worth asking for: a class that was chosen needs no witness. */
export function wantsLabels({ class: wanted, positive, classes, checkLabels = true }: ClassChoice): boolean {
  return checkLabels && wanted === undefined && (positive !== undefined || classes !== undefined)
}

/**
 * The scores of an answer: the only column, that of one class, or all, one a class.
 *
 * @param own counts what the model's own labels say of that
 * @throws {ModelError} for a class that is not there, names that do not fit the columns, and where nothing says which column
 *   is meant
 */
export function chosenScores(answer: Answer, choice: ClassChoice, own: OwnLabels, place: string): Scores {
  const { columns, values } = answer
  const names = namesOf(answer, choice, place)
  if (choice.class !== undefined) return columnOf(answer, placeOf(choice.class, answer, names, place))
  if (columns === 1) return values
  if (choice.positive !== undefined) {
    const column = positivePlace(choice.positive, answer, names, place)
    const { positive } = choice
    own.count(answer, (label, highest) => isAny(positive, label) === (highest === column))
    return columnOf(answer, column)
  }
  if (names === null) return { classes: columns, values }
  own.count(answer, (label, highest) => isSameClass(label, names[highest]!))
  return inOrder({ classes: columns, values, names }, choice.classes)
}

function namesOf({ columns, names }: Answer, { classes }: ClassChoice, place: string): readonly string[] | null {
  if (classes === undefined || columns === 1) return names
  if (classes.length !== columns) {
    throw wrongShape(
      place,
      `answers with ${columns} columns${names === null ? '' : ` (${names.join(', ')})`}, and ${classes.length} classes are named: ${classes.join(', ')}`,
      'Name a class for each column, in their order.',
    )
  }
  if (names === null) return classes
  const spelt = names.map((name) => classes.find((one) => isSameClass(one, name)))
  const unknown = names.filter((_, i) => spelt[i] === undefined)
  if (unknown.length === 0) return spelt as string[]
  throw wrongShape(
    place,
    `calls its columns ${names.join(', ')}, of which ${unknown.join(', ')} is not among the classes ${classes.join(', ')}`,
    'Spell the classes as the model does.',
  )
}

function placeOf(wanted: string | number, answer: Answer, names: readonly string[] | null, place: string): number {
  const named = names?.findIndex((name) => isSameClass(name, String(wanted))) ?? -1
  if (named !== -1) return named
  const { columns } = answer
  if (names !== null) {
    const isPlace = typeof wanted === 'number' && !names.some(isNumber) && isIndex(wanted, columns)
    if (isPlace) return wanted
    throw wrongShape(
      place,
      `has no class ${wanted}; its classes are ${names.join(', ')}`,
      'Write one of them as `class`.',
    )
  }
  if (typeof wanted === 'number' && isIndex(wanted, columns)) return wanted
  if (columns === 1) {
    throw wrongShape(
      place,
      `answers with one number a row, so there is no class ${wanted} to choose; it has ${answer.outputs}`,
      'Remove `class`, or name the `output` that has a column a class.',
    )
  }
  throw wrongShape(
    place,
    typeof wanted === 'number'
      ? `has ${columns} classes, so there is no class ${wanted}; they count from 0`
      : `does not name the classes of its ${columns} columns, so that ${wanted} cannot be found among them`,
    `Write class: 0 to ${columns - 1}, or name the columns in their order: classes: [A, B, …].`,
  )
}

function isIndex(value: number, columns: number): boolean {
  return Number.isInteger(value) && value >= 0 && value < columns
}

function positivePlace(
  positive: readonly string[],
  { columns, outputs }: Answer,
  names: readonly string[] | null,
  place: string,
): number {
  const found = names?.findIndex((name) => isAny(positive, name)) ?? -1
  if (found !== -1) return found
  if (names !== null) {
    throw wrongShape(
      place,
      `calls its columns ${names.join(', ')}, and the positive class is ${positive.join(' or ')}`,
      `Write class: ${names.at(-1)}, or whichever is the positive one.`,
    )
  }
  if (columns === 2) return 1
  throw wrongShape(
    place,
    `answers with ${columns} numbers a row, and nothing says which is the score of the positive class; it has ${outputs}`,
    `Write class: 0 to ${columns - 1}, or name the columns in their order: classes: [A, B, …].`,
  )
}

/** What the labels beside the scores say against the columns that were chosen, once all batches were counted. */
export function ownLabelsComplaint({ positive, classes }: ClassChoice, place: string) {
  return (label: string, column: number) => {
    const says = `says ${label} itself where column ${column} is the highest`
    if (positive === undefined) {
      const hint = 'Name the classes in the order in which the model has its columns.'
      return wrongShape(place, `${says}, which is called ${classes?.[column] ?? 'otherwise'}`, hint)
    }
    return wrongShape(
      place,
      `${says}, so that another column than was taken is the score of the positive class ${positive.join(' or ')}`,
      isAny(positive, label)
        ? `Write class: ${column}, or name the columns in their order: classes: [A, B, …].`
        : 'Write class: 0 or class: 1, whichever is the positive one, or columns: { positive: … } as the model spells it.',
    )
  }
}

function isAny(spellings: readonly string[], name: string): boolean {
  return spellings.some((one) => isSameClass(one, name))
}

function columnOf({ values, columns }: Answer, column: number): Float64Array {
  if (columns === 1) return values
  return Float64Array.from({ length: values.length / columns }, (_, row) => values[row * columns + column]!)
}

/** All columns in the order that is wanted. */
function inOrder(
  matrix: { readonly classes: number; readonly values: Float64Array; readonly names: readonly string[] },
  wanted: readonly string[] | undefined,
): Scores {
  const { classes, values, names } = matrix
  if (wanted === undefined || wanted.every((name, i) => name === names[i])) return matrix
  const from = wanted.map((name) => names.indexOf(name))
  return {
    classes,
    names: wanted,
    values: values.map((_, i) => values[i - (i % classes) + from[i % classes]!]!),
  }
}
