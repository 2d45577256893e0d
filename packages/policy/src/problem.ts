/** Something wrong in a policy or its data, with its place and the way out. */
export interface Problem {
  /** Stable and kebab-case: `unknown-field`, `missing-column`. */
  readonly code: string
  readonly severity: 'error' | 'warning'
  /** One sentence: what was found and what was expected. */
  readonly message: string
  /** Why it matters, with its source; advice has one, plain mistakes need none. */
  readonly why?: string
  /** The next step, in the imperative. */
  readonly hint?: string
  /** What would be right here, in words: 'a number', 'one of block, warn'. */
  readonly expected?: string
  /** What stands there. */
  readonly found?: string
  /** The valid spelling that is nearest to what was found. */
  readonly nearest?: string
  readonly file: string
  readonly line: number
  readonly column: number
  /** The path of the field, `gates[2].metric`. */
  readonly path: string
}

/** Thrown where work cannot go on; carries everything that is wrong at once. Exit code 2. */
export class PolicyError extends Error {
  override readonly name = 'PolicyError'
  readonly problems: readonly Problem[]
  constructor(problems: readonly Problem[]) {
    super(problems.map((p) => `${p.file}:${p.line}:${p.column} ${p.path}: ${p.message}`).join('\n'))
    this.problems = problems
  }
}
