import { expect, test } from 'vitest'
import { PredicateError, parsePredicate, readTable } from '../src/index.ts'
import { queryFile, request } from './support/tables.ts'

const columns = ['age', 'limit_bal', 'pay_0', 'country', 'élan', 'day', 'current_date']

async function refusal(text: string, known: readonly string[] | undefined = columns): Promise<PredicateError> {
  const error = await parsePredicate(text, known).then(
    () => null,
    (thrown: unknown) => thrown,
  )
  expect(error, text).toBeInstanceOf(PredicateError)
  return error as PredicateError
}

const accepted: readonly (readonly [string, readonly string[]])[] = [
  ['limit_bal < 20000 AND pay_0 >= 2', ['limit_bal', 'pay_0']],
  ['AGE BETWEEN 18 AND 21 OR age IS NULL', ['age']],
  [`country IN ('DE', 'AT') AND NOT country LIKE '%x' ESCAPE '!'`, ['country']],
  [`lower(trim(country)) = 'de' -- a comment`, ['country']],
  [`coalesce(age, 0) % 2 = 1 AND CASE WHEN pay_0 > 1 THEN true ELSE false END`, ['age', 'pay_0']],
  [`day >= DATE '2024-01-01' AND day < DATE '2024-01-01' + INTERVAL 3 MONTH`, ['day']],
  [`date_trunc('month', day) = TIMESTAMP '2024-03-01' AND extract(dow FROM day) IN (0, 6)`, ['day']],
  ['TRY_CAST(country AS INTEGER) > 3', ['country']],
  [`"élan" = 1 and country ~ 'a.*'`, ['élan', 'country']],
  ['age = 1;', ['age']],
]

test.each(accepted)('%s is one expression over columns', async (text, used) => {
  expect((await parsePredicate(text, columns)).columns).toEqual(used)
})

const refused: readonly (readonly [string, PredicateError['reason'], number | null])[] = [
  ['age > (SELECT 1)', 'subquery', 6],
  ['EXISTS (SELECT 1)', 'subquery', 0],
  ['age = ANY (SELECT 1)', 'subquery', 4],
  [`read_text('/etc/passwd') IS NOT NULL`, 'function', 0],
  [`age > 1 AND getenv('HOME') = 'x'`, 'function', 12],
  [`glob('/etc/*') = 'x'`, 'function', 0],
  ['age > random()', 'function', 6],
  ['day > now()', 'function', 6],
  ['sum(age) > 1', 'function', 0],
  ['main.getenv(country) = 1', 'function', 0],
  [`system.main.lower(country) = 'x'`, 'function', 0],
  [`nextval('s') > 1`, 'function', 0],
  ['unnest([age]) > 1', 'function', 0],
  ['row_number() OVER () < 10', 'aggregate', 0],
  ['age > $1', 'parameter', null],
  ['age > ?', 'parameter', null],
  ['list_contains(x -> x, age)', 'lambda', 16],
  ['* IS NULL', 'construct', 0],
  ['COLUMNS(*) > 1', 'construct', 0],
  ['age > #1', 'construct', 6],
  ['age > 1, pay_0', 'not-one-expression', null],
  ['age FROM t', 'not-one-expression', null],
  ['age WHERE pay_0', 'not-one-expression', null],
  ['age UNION SELECT 2', 'not-one-expression', null],
  ['DISTINCT age', 'not-one-expression', null],
  ['age LIMIT 1', 'not-one-expression', null],
  ['age > 1 AS old', 'not-one-expression', 4],
  [`age; DROP TABLE x`, 'syntax', null],
  [`country::made_up = 'x'`, 'type', 7],
  ['aeg > 1', 'unknown-column', 0],
  ['élan = 1 AND aeg > 1', 'unknown-column', 13],
  ['t.age > 1', 'unknown-column', 0],
  [`country = "DE"`, 'unknown-column', 10],
  ['', 'syntax', null],
  ['age > ', 'syntax', 6],
  ['élan = = 2', 'syntax', 7],
  [`country = 'x`, 'syntax', 10],
  ['age /* open', 'syntax', 4],
]

test.each(refused)('%s is refused', async (text, reason, position) => {
  const error = await refusal(text)
  expect(error).toMatchObject({ code: 'invalid-predicate', reason })
  if (position !== null) expect(error.position).toBe(position)
  expect(error.message).not.toContain('\n')
})

test('a column that is not there comes with the nearest and all that are', async () => {
  const error = await refusal('limit_bla < 1', ['age', 'limit_bal'])
  expect(error.message).toContain('age, limit_bal')
  expect(error.hint).toBe('Did you mean limit_bal?')
  expect((await refusal(`age = "x y"`, ['age'])).hint).toContain(`'x y'`)
})

test('a word that SQL knows is a column only where the table has it', async () => {
  await expect(parsePredicate('current_date > 1', columns)).resolves.toMatchObject({ columns: ['current_date'] })
  expect((await refusal('current_date > day', ['day'])).reason).toBe('unknown-column')
  expect((await refusal('current_user = 1', ['day'])).reason).toMatch(/unknown-column|function/)
})

test('without columns any name is taken', async () => {
  await expect(parsePredicate('anything > 1')).resolves.toMatchObject({ columns: ['anything'] })
})

test('what runs is what was parsed', async () => {
  const { sql } = await parsePredicate(`age > 1 /* ) */ AND country = ') OR (1=1'`, columns)
  expect(sql).toBe(`((age > 1) AND (country = ') OR (1=1'))`)
})

test('a predicate that does not fit its columns names its slice', async () => {
  const directory = await queryFile('t.parquet', `SELECT 1 AS age, 'x' AS country, [1] AS list`)
  const read = (where: string) => readTable(request(directory, 't.parquet', [], [{ kind: 'where', name: 'w', where }]))
  await expect(read('age + 1')).rejects.toMatchObject({ code: 'invalid-predicate', reason: 'type', slice: 'w' })
  await expect(read('list > 3')).rejects.toMatchObject({ code: 'invalid-predicate', slice: 'w' })
  await expect(read(`lower(age, 2) = 'x'`)).rejects.toMatchObject({ code: 'invalid-predicate', slice: 'w' })
  await expect(read(`country::INTEGER = 1`)).rejects.toMatchObject({ code: 'invalid-predicate', slice: 'w' })
  await expect(read('aeg > 1')).rejects.toMatchObject({ reason: 'unknown-column', slice: 'w', position: 0 })
})
