import { readFileSync } from 'node:fs'

const read = (name: string) =>
  readFileSync(new URL(`../fixtures/${name}`, import.meta.url), 'utf8')
    .trimEnd()
    .split('\n')

/** 468 real answers of small language models, many nearly alike: see `write-similar-texts.py`. */
export const answers = read('model-answers.jsonl').map((line): string => JSON.parse(line).text)

/** Every pair of a Jaccard similarity of at least one half, as Python finds it by comparing all; `first` < `second`. */
export const similarAnswers = read('similar-answers.csv')
  .slice(1)
  .map((line) => {
    const [shingles, ...numbers] = line.split(',')
    const [first, second, shared, union] = numbers.map(Number)
    return { shingles, pair: `${first} ${second}`, similarity: shared! / union! }
  })
