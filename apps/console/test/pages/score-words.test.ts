import { expect, test } from 'vitest'
import { scoreList, scoreWords } from '../../src/pages/stress/score-words.ts'

test.each([
  [[0.8609], '0.861'],
  [[null], 'no score'],
  [[0.2, 0.7, 0.1], '70.0% of class 2'],
  [[null, null], 'no score'],
])('scores %j are written %s', (scores, words) => expect(scoreWords(scores)).toBe(words))

test('classes that have names are called by them', () => {
  expect(scoreWords([0.2, 0.7, 0.1], ['sand', 'clay', 'silt'])).toBe('70.0% of clay')
  expect(scoreList([0.2, null], ['sand', 'clay'])).toBe('sand 0.2000, clay none')
  expect(scoreList([0.2, null])).toBe('0.2000, none')
})
