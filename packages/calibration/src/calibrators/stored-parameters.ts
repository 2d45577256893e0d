import { CalibratorError } from './calibrator.ts'

type Fields = Readonly<Record<string, unknown>>

/** @throws {CalibratorError} unless the value is an object */
export function fieldsOf(value: unknown, what: string): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields
  throw new CalibratorError(`${what}: expected an object, found ${describe(value)}`)
}

/** @throws {CalibratorError} unless the field is a finite number */
export function numberField(fields: Fields, name: string): number {
  const value = fields[name]
  if (typeof value === 'number' && Number.isFinite(value)) return value
  throw new CalibratorError(`${name}: expected a finite number, found ${describe(value)}`)
}

/** @throws {CalibratorError} unless the field is one of the words */
export function wordField<Word extends string>(fields: Fields, name: string, words: readonly Word[]): Word {
  const value = fields[name]
  if (words.includes(value as Word)) return value as Word
  throw new CalibratorError(`${name}: expected ${words.join(' or ')}, found ${describe(value)}`)
}

/** @throws {CalibratorError} unless the field is a list of finite numbers, of the given length where one is given */
export function numbersField(fields: Fields, name: string, length?: number): readonly number[] {
  const value = fields[name]
  if (!Array.isArray(value) || !value.every((one) => typeof one === 'number' && Number.isFinite(one)))
    throw new CalibratorError(`${name}: expected a list of finite numbers, found ${describe(value)}`)
  if (length !== undefined && value.length !== length)
    throw new CalibratorError(`${name}: expected ${length} numbers, found ${value.length}`)
  return value as number[]
}

/** @throws {CalibratorError} unless the numbers never fall */
export function ascendingField(fields: Fields, name: string, length?: number): readonly number[] {
  const values = numbersField(fields, name, length)
  const fall = values.findIndex((value, i) => i > 0 && value < values[i - 1])
  if (fall > 0)
    throw new CalibratorError(`${name}: expected ascending numbers, found ${values[fall]} after ${values[fall - 1]}`)
  return values
}

function describe(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'object' && value !== null ? 'an object' : JSON.stringify(value)
}
