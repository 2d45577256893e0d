import { type BinarySample, type MulticlassSample, orderByScore } from '@sluice/metrics'

/**
 * The binary sample behind top-label calibration: the highest probability of each row, and whether its class is the
 * label. Of tied classes the first counts as predicted. `rows` are positions in the multiclass sample.
 */
export function topLabelSample(sample: MulticlassSample): BinarySample {
  const { labels, probabilities, classes } = sample
  const scores = new Float64Array(labels.length)
  const correct = new Uint8Array(labels.length)
  for (let i = 0; i < labels.length; i++) {
    let best = 0
    for (let c = 1; c < classes; c++) if (probabilities[i * classes + c] > probabilities[i * classes + best]) best = c
    scores[i] = probabilities[i * classes + best]
    correct[i] = best === labels[i] ? 1 : 0
  }
  return ordered(sample, scores, correct)
}

/** The one-versus-rest sample of a class. `rows` are positions in the multiclass sample. */
export function classSample(sample: MulticlassSample, of: number): BinarySample {
  const { scores, labels } = classRows(sample, of)
  return ordered(sample, scores, labels)
}

/** One class against the rest, in the sample's order. */
export function classRows(sample: MulticlassSample, of: number) {
  const { labels, probabilities, classes, weights } = sample
  return {
    scores: Float64Array.from(labels, (_, i) => probabilities[i * classes + of]),
    labels: Uint8Array.from(labels, (label) => (label === of ? 1 : 0)),
    weights,
  }
}

function ordered({ weights, clusters }: MulticlassSample, scores: Float64Array, labels: Uint8Array): BinarySample {
  return orderByScore(scores, labels, { weights, clusters, keepRows: true })
}
