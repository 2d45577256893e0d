import { expect, test } from 'vitest'
import { indentOf, yamlTokens } from '../../src/judging/yaml-tokens.ts'
import { creditDefault } from './credit-default.ts'

const kinds = (text: string) =>
  yamlTokens(text)[0]!
    .filter(({ kind }) => kind !== 'space')
    .map(({ kind, text: part }) => `${kind} ${part}`)

test('joined, the tokens are the text', () => {
  for (const text of [
    ...creditDefault.map((file) => file.text),
    'a: |\n  two\n  lines\r\nb: "x\\ny"\n',
    '[broken: {',
    '',
  ]) {
    const joined = yamlTokens(text).map((line) => line.map((token) => token.text).join(''))
    expect(joined.join('\n')).toBe(text)
  }
})

test('keys, numbers, words and comments are told apart', () => {
  expect(kinds('min: 0.70 # low')).toEqual(['key min', 'punctuation :', 'number 0.70', 'comment # low'])
  expect(kinds('floor: true')).toEqual(['key floor', 'punctuation :', 'word true'])
  expect(kinds("'a b': -.inf")).toEqual(["key 'a b'", 'punctuation :', 'number -.inf'])
  expect(kinds('- { name: sex }')).toEqual([
    'punctuation -',
    'punctuation {',
    'key name',
    'punctuation :',
    'text sex',
    'punctuation }',
  ])
})

test('a line begins after its spaces', () => {
  expect(['gates:', '    why: it costs', '  - name: a', ''].map(indentOf)).toEqual([0, 4, 2, 0])
})
