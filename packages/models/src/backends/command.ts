import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { createInterface, type Interface } from 'node:readline'
import type { Columns } from '@sluice/robustness'
import { chosenColumns } from '../inputs/chosen-columns.ts'
import { jsonRows } from '../inputs/json-rows.ts'
import { readFeatures } from '../inputs/read-features.ts'
import type { Backend } from '../model.ts'
import { ModelError } from '../model-error.ts'
import type { CommandSpec } from '../model-spec.ts'
import { type Answer, wrongShape } from '../outputs/answer.ts'
import { jsonAnswer } from '../outputs/json-answer.ts'

/** How much of what a program says on standard error is kept for messages. */
const keptWords = 500

/** How long a program has to end by itself once its input is closed. */
const grace = 2_000

/**
 * A program that lives as long as the model is open: it reads a row a line, an object of JSON, and writes its score a line
 * (a number, or a list or an object of one a class), in the same order. What it writes to standard error goes into error messages.
 */
export async function openCommand(spec: CommandSpec, directory: string): Promise<Backend> {
  const words = typeof spec.command === 'string' ? spec.command.trim().split(/\s+/) : spec.command
  const place = words.join(' ')
  const features = await readFeatures(spec.inputs, directory)
  const inputs = features?.order ?? null
  const program = new Program(words, directory, place)
  return {
    place,
    inputs,
    classes: features?.classes ?? null,
    concurrency: 1,
    async call(columns, signal) {
      const lines = await program.ask(linesOf(chosenColumns(columns, inputs, place)), signal)
      return answerOf(lines, spec.output, place)
    },
    close: () => program.close(),
  }
}

function linesOf(columns: Columns): string[] {
  return (jsonRows(columns, 'records') as unknown[]).map((row) => JSON.stringify(row))
}

function answerOf(lines: readonly string[], output: string | undefined, place: string): Answer {
  const values = lines.map((line, row) => {
    try {
      return JSON.parse(line) as unknown
    } catch {
      throw wrongShape(
        place,
        `expected JSON for row ${row}, found ${JSON.stringify(line.slice(0, 80))}`,
        'It must write one line of JSON for each row on standard output and nothing else; let it log to standard error.',
      )
    }
  })
  return jsonAnswer(values, output, place)
}

/** A running program whose lines are awaited one batch at a time. */
class Program {
  readonly #child: ChildProcessWithoutNullStreams
  readonly #lines: Interface
  readonly #place: string
  readonly #ended: Promise<void>
  /** Why it cannot be asked any more. */
  #end: ModelError | null = null
  #said = ''
  #waiting: { readonly wanted: number; readonly lines: string[]; settle(error: Error | null): void } | null = null

  constructor([program, ...args]: readonly string[], directory: string, place: string) {
    this.#place = place
    this.#child = spawn(program!, args, { cwd: directory, stdio: 'pipe', windowsHide: true })
    this.#lines = createInterface({ input: this.#child.stdout })
    this.#lines.on('line', (line) => this.#take(line))
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#said = (this.#said + text).slice(-keptWords)
    })
    // Writing to a program that has ended is reported by its end.
    this.#child.stdin.on('error', () => {})
    this.#ended = new Promise((resolve) => {
      this.#child.once('error', (cause: NodeJS.ErrnoException) =>
        this.#finish(`cannot be started (${cause.code})`, resolve),
      )
      this.#child.once('close', (code, signal) => this.#finish(`ended (${signal ?? `exit code ${code}`})`, resolve))
    })
  }

  ask(rows: readonly string[], signal: AbortSignal): Promise<string[]> {
    if (this.#end !== null) return Promise.reject(this.#end)
    return new Promise((resolve, reject) => {
      // A batch that is given up leaves lines on the way that nobody could tell from the next one's.
      const giveUp = () => {
        this.#waiting?.settle(signal.reason)
        this.#finish('was stopped, since it did not answer in time', () => this.#child.kill('SIGKILL'))
      }
      signal.addEventListener('abort', giveUp, { once: true })
      const lines: string[] = []
      this.#waiting = {
        wanted: rows.length,
        lines,
        settle: (error) => {
          this.#waiting = null
          signal.removeEventListener('abort', giveUp)
          if (error === null) resolve(lines)
          else reject(error)
        },
      }
      this.#child.stdin.write(`${rows.join('\n')}\n`)
    })
  }

  async close(): Promise<void> {
    this.#child.stdin.end()
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), grace)
    await this.#ended
    clearTimeout(timer)
  }

  #take(line: string): void {
    const waiting = this.#waiting
    if (waiting === null) {
      this.#finish(`wrote a line that nobody asked for: ${line.slice(0, 80)}`, () => this.#child.kill('SIGKILL'))
      return
    }
    waiting.lines.push(line)
    if (waiting.lines.length === waiting.wanted) waiting.settle(null)
  }

  #finish(how: string, then: () => void): void {
    const waiting = this.#waiting
    const missing = waiting === null ? '' : `, after ${waiting.lines.length} of ${waiting.wanted} rows`
    const said = this.#said.trim()
    this.#end ??= new ModelError({
      code: 'ended',
      place: this.#place,
      message: `the program ${how}${missing}${said === '' ? '' : `; it said: ${said}`}`,
      hint: 'It must write one line of JSON for each line that it reads, at once, and go on until its input ends.',
    })
    waiting?.settle(this.#end)
    then()
  }
}
