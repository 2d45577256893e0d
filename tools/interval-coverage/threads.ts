import { Worker } from 'node:worker_threads'
import { type Portion, sizes, studies } from './plan.ts'
import { addTallies } from './simulate.ts'
import type { Cell } from './table.ts'
import type { Answer } from './thread.ts'

/** Works off the portions on several threads, and adds up what they counted, by study, claim and size. */
export async function simulateAll(
  portions: readonly Portion[],
  threads: number,
  progress: (done: number) => void,
): Promise<Cell[]> {
  const found = new Map<string, Answer>()
  const waiting = [...portions]
  let done = 0
  await Promise.all(
    Array.from({ length: threads }, async () => {
      const worker = new Worker(new URL('./thread.mjs', import.meta.url))
      try {
        for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
          const answer = await ask(worker, next)
          const key = `${next.study} ${next.rows}`
          const before = found.get(key)
          found.set(key, before ? { ...answer, tallies: addTallies(before.tallies, answer.tallies) } : answer)
          progress(++done / portions.length)
        }
      } finally {
        await worker.terminate()
      }
    }),
  )
  return studies.flatMap(({ name, prevalence }, study) =>
    sizes.flatMap(({ rows }) => {
      const { claims, tallies } = found.get(`${study} ${rows}`)!
      return claims.map((claim, c) => ({ study: name, prevalence, rows, ...claim, ...tallies[c]! }))
    }),
  )
}

function ask(worker: Worker, portion: Portion): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const settled = () => {
      worker.off('message', answered)
      worker.off('error', failed)
    }
    const answered = (answer: Answer) => {
      settled()
      resolve(answer)
    }
    const failed = (error: Error) => {
      settled()
      reject(error)
    }
    worker.on('message', answered)
    worker.on('error', failed)
    worker.postMessage(portion)
  })
}
