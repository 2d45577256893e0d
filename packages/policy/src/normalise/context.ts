import { distance } from 'fastest-levenshtein'
import type { MeasureCatalogue, Task } from '../catalogue.ts'
import type { SliceDefinition } from '../model.ts'
import { nearestSpelling } from '../nearest-spelling.ts'
import type { Problem } from '../problem.ts'
import { didYouMean } from '../schema/schema-problems.ts'
import { type Fault, type Place, problemAt } from '../source/policy-node.ts'

/** The kinds of names that one part of a policy uses of another. */
export type NameKind = 'dataset' | 'model' | 'slice' | 'gate' | 'suite'

/** What every part of a policy needs to know of the others while names are resolved. */
export class Context {
  readonly catalogue: MeasureCatalogue
  readonly task: Task | null
  readonly names: Readonly<Record<NameKind, readonly string[]>>
  readonly problems: Problem[]
  readonly #columnSlices = new Map<string, Place>()
  readonly #incomplete: ReadonlySet<Place>

  constructor(
    catalogue: MeasureCatalogue,
    task: Task | null,
    names: Readonly<Record<NameKind, readonly string[]>>,
    incomplete: ReadonlySet<Place>,
    problems: Problem[] = [],
  ) {
    this.catalogue = catalogue
    this.task = task
    this.names = names
    this.#incomplete = incomplete
    this.problems = problems
  }

  /** The same names, with problems of its own: for looking at something that is not in the policy as it stands. */
  aside(): Context {
    return new Context(this.catalogue, this.task, this.names, this.#incomplete)
  }

  report(place: Place, fault: Fault): void {
    this.problems.push(problemAt(place, fault))
  }

  /** Reports something missing, unless it may be among what the schema has refused already. */
  reportMissing(owner: Place, field: string, fault: Omit<Fault, 'found'>): void {
    if (this.#incomplete.has(owner)) return
    const path = owner.path === '' ? field : `${owner.path}.${field}`
    this.report({ ...owner, path }, { found: 'nothing', ...fault })
  }

  /** Whether the schema has refused something in a section, so that what it lacks may have been meant. */
  isIncomplete(section: string): boolean {
    return [...this.#incomplete].some(({ path }) => path === section || path.startsWith(`${section}.`))
  }

  /**
   * Whether a name can be sliced by. One that no slice has is taken for a column, cut by value, as in `slices: [sex]`;
   * one that is a slip of the pen away from a slice is reported.
   */
  knowsSlice(name: string, place: Place): boolean {
    const slip = this.names.slice.some((known) => distance(name, known) <= Math.max(1, Math.floor(name.length / 3)))
    if (slip || this.names.slice.includes(name)) return this.knows('slice', name, place)
    if (!this.#columnSlices.has(name)) this.#columnSlices.set(name, place)
    return true
  }

  /** The columns that are sliced by without a definition of their own, as definitions. */
  columnSlices(): SliceDefinition[] {
    return [...this.#columnSlices].map(([name, { file, line, column }]) => ({
      kind: 'value',
      name,
      column: name,
      top: null,
      location: { file, line, column },
    }))
  }

  /** Where they are named first, in the same order. */
  columnSlicePlaces(): Place[] {
    return [...this.#columnSlices.values()]
  }

  /** Whether a name exists; reports it with the nearest one where it does not. */
  knows(kind: NameKind, name: string, place: Place): boolean {
    const names = this.names[kind]
    if (names.includes(name)) return true
    const nearest = nearestSpelling(name, names)
    const list = names.length === 0 ? `The policy names no ${kind}.` : `The ${kind}s are ${names.join(', ')}.`
    const declare =
      kind === 'slice' && nearest === null ? ` Declare it: slices: [{ name: ${name}, column: ${name} }].` : ''
    this.report(place, {
      code: `unknown-${kind}`,
      message: `there is no ${kind} '${name}'`,
      hint: `${didYouMean(nearest, list)}${declare}`,
      expected: names.length === 0 ? `a ${kind}` : `one of ${names.join(', ')}`,
      found: name,
      ...(nearest === null ? {} : { nearest }),
    })
    return false
  }
}
