import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { PolicyError } from '../src/index.ts'
import { head, oneGate, parse, places, problemsOf } from './example-policy.ts'

const only = (text: string) => {
  const problems = problemsOf(text)
  expect(problems).toHaveLength(1)
  return problems[0]!
}

describe('text that is no policy', () => {
  test.each([
    ['an empty file', '', '1:1 empty-file '],
    ['comments alone', '# nothing\n', '1:1 empty-file '],
    ['a list', '- a\n- b\n', '1:1 not-a-map '],
    ['a word', 'hello\n', '1:1 not-a-map '],
    ['another version', 'model: x\nversion: 2\n', '2:10 unsupported-version version'],
    ['a version in quotes', 'version: "1"\n', '1:10 unsupported-version version'],
    ['a tab as indentation', 'version: 1\ncolumns:\n\tid: x\n', '3:1 tab-indentation '],
    ['an open bracket', 'version: 1\nowners: [a, b\n', '3:1 yaml-syntax '],
    ['a second document', 'version: 1\n---\nversion: 1\n', '2:1 multiple-documents '],
    ['a tag', 'version: 1\nmodel: !!binary aGk=\n', '2:8 tag '],
    ['a list as a key', 'version: 1\n? [a, b]\n: 1\n', '2:3 invalid-key '],
    ['__proto__ as a key', 'version: 1\n__proto__: { x: 1 }\n', '2:1 invalid-key '],
    ['an alias without anchor', 'version: 1\nmodel: *nobody\n', '2:8 unknown-alias model'],
    ['an alias inside its anchor', 'version: 1\nowners: &o [*o]\n', '2:13 circular-alias owners[0]'],
  ])('%s is refused at its place', (_, text, expected) => {
    expect(places(problemsOf(text))).toEqual([expected])
  })

  test('a duplicate key names the line of the first', () => {
    const problem = only('version: 1\nmodel: a\ntask: binary\nmodel: b\n')
    expect(problem).toMatchObject({ code: 'duplicate-key', line: 4, column: 1, path: 'model' })
    expect(problem.message).toContain('first on line 2')
  })

  test('10 MB of text is refused without being parsed', () => {
    const problem = only(`version: 1\n${'# padding\n'.repeat(1_000_000)}`)
    expect(problem).toMatchObject({ code: 'file-too-large', line: 1 })
    expect(problem.message).toContain('10,000,011 bytes')
  })

  test('aliases that explode are refused in a message', () => {
    const levels = ['a: &a [x, x, x, x, x, x, x, x, x, x]']
    for (const [from, to] of ['ab', 'bc', 'cd', 'de', 'ef', 'fg', 'gh', 'hi'].map((pair) => pair.split('')))
      levels.push(`${to}: &${to} [${Array(10).fill(`*${from}`).join(', ')}]`)
    const problem = only(`version: 1\n${levels.join('\n')}\n`)
    expect(problem).toMatchObject({ code: 'alias-explosion', line: 6 })
  })

  test.each([
    ['flow lists', '['.repeat(100_000)],
    ['closed flow lists', `${'['.repeat(5_000)}${']'.repeat(5_000)}`],
    ['flow maps', '{a: '.repeat(50_000)],
    ['compact lists', `${'- '.repeat(100_000)}a`],
    ['explicit keys', `${'? '.repeat(100_000)}a`],
    ['indentation', Array.from({ length: 1_000 }, (_, i) => `${' '.repeat(i)}a:\n`).join('')],
  ])('%s nested too deep are refused before the parser runs out of stack', (_, text) => {
    expect(only(text)).toMatchObject({ code: 'nested-too-deep' })
  })

  test('many fields on one line and long block text are not deep', () => {
    const owners = `owners: [${Array(500).fill('a: b').join(', ')}]`
    expect(places(problemsOf(`version: 1\n${owners}\n`))).not.toContain('nested-too-deep')
    const why = `gates:\n  - name: ranks\n    metric: roc_auc\n    min: 0.7\n    why: |\n${`${' '.repeat(150)}text [[[\n`.repeat(200)}`
    expect(parse(head + why).gates[0]!.why).toContain('text [[[')
  })

  test('anchors and aliases work where they are modest', () => {
    const policy = parse(
      `${head}gates:\n  - { name: a, metric: &m { name: ece, bins: 20 }, max: 0.1 }\n  - { name: b, metric: *m, max: 0.2 }\n`,
    )
    expect(policy.gates[1]!.metric).toEqual({ name: 'ece', options: { bins: 20, strategy: 'uniform' } })
  })
})

test('whatever the text, loading throws a PolicyError or nothing', () => {
  const fragment = fc.constantFrom(
    'version: 1\n',
    'gates:\n',
    '  - ',
    'name: ',
    'metric: ',
    'roc_auc\n',
    '{',
    '}',
    '[',
    ']',
    '&a ',
    '*a',
    ', ',
    ': ',
    '? ',
    '- ',
    '"',
    "'",
    '|\n',
    '\t',
    '#',
    '!!x ',
    '---\n',
    'slices: ',
    'datasets: ',
    'extends: ',
    '\n',
    '  ',
    '1',
    '.inf',
    'null',
    'min: 0.5',
    '<<: ',
  )
  const anyText = fc.oneof(
    fc.string(),
    fc.array(fragment, { maxLength: 40 }).map((parts) => parts.join('')),
  )
  fc.assert(
    fc.property(anyText, (text) => {
      try {
        parse(text)
      } catch (error) {
        expect(error).toBeInstanceOf(PolicyError)
        expect((error as PolicyError).problems.length).toBeGreaterThan(0)
      }
    }),
    { seed: 7, numRuns: 2000 },
  )
})

test('whatever the values, a policy is accepted or refused in problems with a place in the file', () => {
  const fields = [
    'version',
    'model',
    'task',
    'datasets',
    'columns',
    'models',
    'threshold',
    'slices',
    'gates',
    'waivers',
    'name',
    'metric',
    'on',
    'min',
    'between',
    'versus',
    'cross',
    'path',
    'role',
  ]
  const value = fc.letrec((tie) => ({
    any: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom(1, 0.5, -3, true, null, 'test', 'roc_auc', 'candidate', 'all', ''),
      fc.array(tie('any'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom(...fields), tie('any'), { maxKeys: 5 }),
    ),
  })).any
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...fields), value), (content) => {
      const text = JSON.stringify({ ...content, version: 1 })
      for (const problem of problemsOf(text)) {
        expect(problem.line).toBe(1)
        expect(problem.column).toBeGreaterThanOrEqual(1)
        expect(problem.column).toBeLessThanOrEqual(text.length + 1)
        expect(problem.message).not.toContain('undefined')
      }
    }),
    { seed: 11, numRuns: 2000 },
  )
})

test('the example of these tests is a policy', () => {
  expect(parse(head + oneGate)).toMatchObject({ model: 'credit', sha256: 'abc' })
})
