import type { Metric } from '../metric.ts'
import { type GainOptions, ndcg } from '../ranking/cumulative-gain.ts'
import type { MultilabelSample, RankingSample } from '../samples.ts'
import { labelRows, requireLabels } from './label-input.ts'

/**
 * Normalised discounted cumulative gain of each row's labels, ranked by score: `ndcg` with the row as query. Rows without
 * a label are excluded unless asked for as 0. Interval: Student's t over rows.
 *
 * @throws {MetricInputError} for labels other than 0 and 1, NaN scores, k below 1
 */
export const multilabelNdcg: Metric<MultilabelSample, GainOptions> = {
  scale: 'identity',
  inference: 'mean',
  estimate: (sample, options) => ndcg.estimate(asQueries(sample), options),
  influence(sample, options) {
    const phi = ndcg.influence?.(asQueries(sample), options) ?? null
    // A query's influence stands at its first document, scaled to the number of documents.
    return (
      phi && Float64Array.from({ length: labelRows(sample) }, (_, row) => phi[row * sample.outputs] / sample.outputs)
    )
  },
}

function asQueries(sample: MultilabelSample): RankingSample {
  requireLabels(sample)
  const { labels, scores, outputs, weights, clusters } = sample
  const byCell = <Column extends Float64Array | Uint32Array>(column: Column | undefined, empty: Column) => {
    if (column === undefined) return undefined
    for (let cell = 0; cell < empty.length; cell++) empty[cell] = column[Math.floor(cell / outputs)]
    return empty
  }
  return {
    offsets: Uint32Array.from({ length: labelRows(sample) + 1 }, (_, row) => row * outputs),
    relevance: Float64Array.from(labels),
    scores,
    weights: byCell(weights, new Float64Array(scores.length)),
    clusters: byCell(clusters, new Uint32Array(scores.length)),
  }
}
