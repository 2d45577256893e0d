import { ModelError } from '../model-error.ts'

/** What a model answers for a batch of rows, before anything is chosen from it. */
export interface Answer {
  /** Numbers a row. */
  readonly columns: number
  /** Row after row. NaN where the model says nothing. */
  readonly values: Float64Array
  /** What the answer itself calls its columns; `null` where they only have places. */
  readonly names: readonly string[] | null
  /** The class that the model decided each row to be, where it says so beside its scores. */
  readonly labels: readonly string[] | null
  /** The outputs that were there to choose from, with their shapes, for messages. */
  readonly outputs: string
}

const nameTheOutput = 'Name the output that holds the scores, or the class whose score is meant.'

/** An answer that is not what was expected. */
export function wrongShape(place: string, message: string, hint = nameTheOutput): ModelError {
  return new ModelError({ code: 'wrong-shape', place, message, hint })
}

/** Whether two spellings are one class: `true` is `True` and `1` is `1.0`, as languages differ. */
export function isSameClass(a: string, b: string): boolean {
  if (a === b) return true
  const [x, y] = [a.toLowerCase(), b.toLowerCase()]
  if (['true', 'false'].includes(x)) return x === y
  return isNumber(a) && isNumber(b) && Number(a) === Number(b)
}

export function isNumber(text: string): boolean {
  return text.trim() !== '' && Number.isFinite(Number(text))
}
