import { wrongShape } from './answer.ts'

/** An output as a model declares it. */
export interface DeclaredOutput {
  readonly name: string
  /** `float32`, …, `string`, or the runtime's own word; `null` for what is no tensor. */
  readonly type: string | null
  /** Lengths of its axes; one that is not known is negative or a name. */
  readonly shape: readonly (number | string)[]
}

/** What is fetched of a model, by the names of its outputs. */
export interface FetchedOutputs {
  readonly scores: string
  /** Where the model says which class it decided for, `null` where it does not, or where nobody asks. */
  readonly labels: string | null
}

const floats = ['float16', 'bfloat16', 'float32', 'float64']
const labelTypes = ['string', 'int8', 'int16', 'int32', 'int64', 'uint8', 'uint16', 'uint32', 'uint64']
const withoutMaps =
  "Export the model with its probabilities as one tensor: to_onnx(…, options={id(model): {'zipmap': False}}); 'columns' makes an output a class."

/**
 * The output that holds the scores: the one that is named, the only one, or the only one of fractions, since labels are
 * texts or whole numbers.
 *
 * @param withLabels whether the labels beside the scores are wanted too
 * @throws {ModelError} for an output that is not there or is no tensor, and where several may be meant
 */
export function fetchedOutputs(
  declared: readonly DeclaredOutput[],
  wanted: string | undefined,
  withLabels: boolean,
  place: string,
): FetchedOutputs {
  const scores = scoresOutput(declared, wanted, place)
  if (scores.type === null)
    throw wrongShape(place, `its output ${scores.name} is no tensor, as ZipMap leaves it`, withoutMaps)
  const labels = declared.filter(
    ({ name, type, shape }) =>
      name !== scores.name && type !== null && labelTypes.includes(type) && (shape.length === 1 || shape[1] === 1),
  )
  return { scores: scores.name, labels: withLabels && labels.length === 1 ? labels[0]!.name : null }
}

function scoresOutput(declared: readonly DeclaredOutput[], wanted: string | undefined, place: string): DeclaredOutput {
  if (wanted !== undefined) {
    const named = declared.find(({ name }) => name === wanted)
    if (named !== undefined) return named
    throw wrongShape(
      place,
      `has no output ${wanted}; its outputs are ${describeOutputs(declared)}`,
      'Write one of them as `output`.',
    )
  }
  if (declared.length === 1) return declared[0]!
  const maps = declared.filter(({ type }) => type === null)
  const fractions = declared.filter(({ type }) => type !== null && floats.includes(type))
  if (fractions.length === 1 && maps.length === 0) return fractions[0]!
  throw wrongShape(
    place,
    `nothing says which of its outputs holds the scores: ${describeOutputs(declared)}`,
    fractions.length === 0 && maps.length > 0
      ? withoutMaps
      : 'Write the one that holds the scores as `output`; a label that was decided is none.',
  )
}

/** `label (string [rows]), probabilities (float32 [rows, 2])`. */
export function describeOutputs(declared: readonly DeclaredOutput[]): string {
  return declared
    .map(({ name, type, shape }) =>
      type === null ? `${name} (no tensor)` : `${name} (${type} [${shape.map(axis).join(', ')}])`,
    )
    .join(', ')
}

function axis(length: number | string, place: number): string {
  if (typeof length === 'number' && length > 0) return String(length)
  return place === 0 ? 'rows' : '?'
}
