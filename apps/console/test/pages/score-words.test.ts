import { expect, test } from 'vitest'
import { scoreWords } from '../../src/pages/stress/score-words.ts'

test.each([
  [[0.8609], '0.861'],
  [[null], 'no score'],
  [[0.2, 0.7, 0.1], '70.0% of class 2'],
  [[null, null], 'no score'],
])('scores %j are written %s', (scores, words) => expect(scoreWords(scores)).toBe(words))
