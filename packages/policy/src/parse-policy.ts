import type { MeasureCatalogue } from './catalogue.ts'
import type { Policy } from './model.ts'
import { normalisePolicy } from './normalise/normalise-policy.ts'
import { PolicyError, type Problem } from './problem.ts'
import { type ValidTree, validateTree } from './schema/validate-tree.ts'
import { child, type MapNode, placeAt, problemAt } from './source/policy-node.ts'
import { readYaml, type SourceTree } from './source/read-yaml.ts'

export interface PolicySource {
  /** How problems name the file; relative paths in it start from its folder. */
  readonly file: string
  readonly text: string
}

export interface ParseOptions {
  /** Of the file's bytes and of those it extends; it seeds everything random, so no default would be honest. */
  readonly sha256: string
  /** The files that it extends, nearest first. */
  readonly ancestors?: readonly PolicySource[]
}

/**
 * Parses a policy: YAML, schema, inheritance, names and defaults. Pure: no file is read.
 *
 * @throws PolicyError with everything that is wrong at once, each with its place
 */
export function parsePolicy(text: string, file: string, catalogue: MeasureCatalogue, options: ParseOptions): Policy {
  const sources = [{ file, text }, ...(options.ancestors ?? [])].map((source) => readYaml(source.text, source.file))
  return assemblePolicy(sources, catalogue, options.sha256)
}

/**
 * Makes a policy of files that have been read, nearest first.
 *
 * @throws PolicyError with everything that is wrong at once
 */
export function assemblePolicy(sources: readonly SourceTree[], catalogue: MeasureCatalogue, sha256: string): Policy {
  const problems: Problem[] = sources.flatMap((source) => source.problems)
  const written = sources.flatMap((source) => source.root ?? [])
  const last = sources.at(-1)
  if (last?.root != null && extendedFile(last.root) !== null && problems.length === 0)
    problems.push(
      problemAt(placeAt(last.root, ['extends']), {
        code: 'missing-file',
        message: 'the file that is extended here was not given',
        hint: 'Load the policy from its file, or give the text of its ancestors.',
      }),
    )
  const trees = written.map((root) => validateTree(root, catalogue))
  problems.push(...trees.flatMap((tree) => tree.problems))
  const whole = trees.filter((tree): tree is ValidTree & { root: MapNode } => tree.root !== null)
  if (whole.length < sources.length) throw new PolicyError(inOrder(problems))
  const { policy, problems: more } = normalisePolicy(whole, written, catalogue)
  problems.push(...more)
  if (problems.length > 0) throw new PolicyError(inOrder(problems))
  return { ...policy, sha256 }
}

/** What a file extends, where it says so in a word. */
export function extendedFile(root: MapNode): string | null {
  const value = child(root, 'extends')
  return value?.kind === 'scalar' && typeof value.value === 'string' && value.value !== '' ? value.value : null
}

/** By line within a file; files in the order in which they appear; the same complaint once. */
function inOrder(problems: readonly Problem[]): Problem[] {
  const files = [...new Set(problems.map((problem) => problem.file))]
  const distinct = new Map(
    problems.map((problem) => [
      `${problem.file}:${problem.line}:${problem.column}:${problem.path}:${problem.message}`,
      problem,
    ]),
  )
  return [...distinct.values()].sort(
    (a, b) => files.indexOf(a.file) - files.indexOf(b.file) || a.line - b.line || a.column - b.column,
  )
}
