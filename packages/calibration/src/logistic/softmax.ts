/** The least number that doubles hold to full precision: 2⁻¹⁰²². */
const LEAST = 2 ** -1022

/** Writes the softmax of `classes` logits from `from` on into the same places of `into`, without overflow. */
export function softmaxRow(logits: Float64Array, into: Float64Array, from: number, classes: number): void {
  let most = -Infinity
  for (let c = 0; c < classes; c++) most = Math.max(most, logits[from + c])
  let total = 0
  for (let c = 0; c < classes; c++) {
    const e = Math.exp(logits[from + c] - most)
    into[from + c] = e
    total += e
  }
  for (let c = 0; c < classes; c++) into[from + c] /= total
}

/** ln p of each probability, those below 2⁻¹⁰²² read as it: logits, up to a constant a row. */
export function logProbabilities(probabilities: Float64Array): Float64Array {
  const out = new Float64Array(probabilities.length)
  for (let i = 0; i < out.length; i++) out[i] = Math.log(Math.max(LEAST, probabilities[i]))
  return out
}
