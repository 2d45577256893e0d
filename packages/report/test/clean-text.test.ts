import { describe, expect, test } from 'vitest'
import { cleanBlock, cleanLine, clippedLine } from '../src/clean-text.ts'
import { clip, widthOf, wrap } from '../src/text-width.ts'

describe('text of users', () => {
  test.each([
    ['colours and cursor', '\u001b[31mred\u001b[2J\u001b[10;5H', 'red'],
    ['window titles', '\u001b]0;title\u0007kept', 'kept'],
    ['hyperlinks', '\u001b]8;;https://evil.example\u001b\\link\u001b]8;;\u001b\\', 'link'],
    ['8-bit sequences', '\u009b31mred\u009d0;t\u009c', 'red'],
    ['an unfinished sequence', 'a\u001b]0;never ended', 'a'],
    ['a lone escape', 'a\u001b', 'a'],
    ['control characters', 'a\u0000\u0007\u0008b\u007f', 'ab'],
    ['reordering marks', 'exe\u202egpj.\u2066', 'exegpj.'],
    ['zero-width characters', 'no\u200bthing', 'nothing'],
    ['half characters', 'a\ud800b', 'ab'],
  ])('loses %s', (_, dirty, clean) => {
    expect(cleanLine(dirty)).toBe(clean)
  })

  test('keeps letters, accents, emoji and ideographs', () => {
    const text = 'naïve 東京 👩‍👩‍👧 R²'
    expect(cleanLine(text)).toBe(text)
  })

  test('becomes one line, or keeps its lines as plain line feeds', () => {
    expect(cleanLine(' a\r\n\tb\u2028c ')).toBe('a b c')
    expect(cleanBlock('a\r\nb\rc\u2028d')).toBe('a\nb\nc\nd')
  })

  test('is cut with a mark and never within a character', () => {
    expect(clippedLine('abcdef', 4)).toBe('abc…')
    expect(clippedLine('ab👩cd', 4)).toBe('ab…')
  })

  test('is cleaned in linear time', () => {
    expect(cleanLine('\u001b]'.repeat(200_000))).toBe('')
  })
})

describe('width', () => {
  test('counts columns, not characters', () => {
    expect(['abc', '東京', 'e\u0301', '👩‍👩‍👧', '├─●─┤', '\u001b[31mred\u001b[39m'].map(widthOf)).toEqual([
      3, 4, 1, 2, 5, 3,
    ])
  })

  test('is respected when wrapping, at blanks or within words that are too long', () => {
    expect(wrap('the quick brown fox', 9)).toEqual(['the quick', 'brown fox'])
    expect(wrap('abcdefghij kl', 4)).toEqual(['abcd', 'efgh', 'ij', 'kl'])
    expect(wrap('東京都', 4)).toEqual(['東京', '都'])
    expect(wrap('', 10)).toEqual([''])
  })

  test('is respected when clipping', () => {
    expect([clip('abcdef', 4, '…'), clip('abc', 4, '…'), clip('東京都', 4, '…'), clip('abcdef', 2, '...')]).toEqual([
      'abc…',
      'abc',
      '東…',
      '..',
    ])
  })
})
