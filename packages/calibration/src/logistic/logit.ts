/** Probabilities are kept this far from 0 and 1 before their logarithm is taken. */
export const LOGIT_CLIP = 2 ** -52

/** `ln(p / (1 − p))`; probabilities of 0 and 1 are read as 2⁻⁵² away from them. */
export function logit(p: number): number {
  const clipped = p < LOGIT_CLIP ? LOGIT_CLIP : p > 1 - LOGIT_CLIP ? 1 - LOGIT_CLIP : p
  return Math.log(clipped / (1 - clipped))
}

/** `1 / (1 + e⁻ˣ)`, without overflow. */
export function logistic(x: number): number {
  const e = Math.exp(-Math.abs(x))
  return x >= 0 ? 1 / (1 + e) : e / (1 + e)
}

/** The logit of each probability. */
export function logits(probabilities: Float64Array): Float64Array {
  const out = new Float64Array(probabilities.length)
  for (let i = 0; i < out.length; i++) out[i] = logit(probabilities[i])
  return out
}
