import { type AdmissibleBox, changeOf, type Point } from './admissible-box.ts'

/** What the model said of some points. */
export interface Answer {
  /** 1 where the decision is another than the row's own. */
  readonly flipped: Uint8Array
  /** How far towards another decision; only score-based searches look at it. */
  readonly margins: Float64Array
  /** The scores of one of the points, as reports print them. */
  scoresOf(point: number): (number | null)[]
}

const nothing: Answer = { flipped: new Uint8Array(0), margins: new Float64Array(0), scoresOf: () => [] }

/** A search over one row: it hands out points to be scored and is resumed with the answers. */
export type Search = Generator<readonly Point[], void, Answer>

/** The row that a search works on: what it may ask, what it has asked, and the closest flip so far. */
export class RowSearch {
  readonly box: AdmissibleBox
  readonly budget: number
  readonly margin: number
  #used = 0
  #closest: Point | null = null
  #change = Infinity
  #scores: readonly (number | null)[] = []

  /** @param margin of the row itself */
  constructor(box: AdmissibleBox, budget: number, margin: number) {
    this.box = box
    this.budget = budget
    this.margin = margin
  }

  /** Points that were scored so far, each counted once it is handed out. */
  get used(): number {
    return this.#used
  }

  get left(): number {
    return this.budget - this.#used
  }

  /** The closest point whose decision differs, and its change. */
  get closest(): Point | null {
    return this.#closest
  }

  get change(): number {
    return this.#change
  }

  /** What the model said of the closest flip. */
  get scores(): readonly (number | null)[] {
    return this.#scores
  }

  /** Has points scored, as many of the first ones as the budget still holds: the answer may be shorter than the question. */
  *ask(points: readonly Point[]): Generator<readonly Point[], Answer, Answer> {
    const sent = points.slice(0, this.left)
    if (sent.length === 0) return nothing
    this.#used += sent.length
    const answer = yield sent
    sent.forEach((point, i) => {
      if (answer.flipped[i] === 1) this.#keep(point, () => answer.scoresOf(i))
    })
    return answer
  }

  /** Whether one point flips; `false` without budget. */
  *flips(point: Point): Generator<readonly Point[], boolean, Answer> {
    return (yield* this.ask([point])).flipped[0] === 1
  }

  #keep(point: Point, scores: () => (number | null)[]): void {
    const change = changeOf(this.box, point)
    if (change >= this.#change) return
    this.#closest = point
    this.#change = change
    this.#scores = scores()
  }
}
