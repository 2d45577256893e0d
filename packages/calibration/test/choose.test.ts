import { orderByScore } from '@sluice/metrics'
import { expect, test } from 'vitest'
import {
  beta,
  binaryFamily,
  type Choice,
  chooseCalibrator,
  chooseClassCalibrator,
  ece,
  fitCalibratorToRows,
  isotonic,
  platt,
  stratifiedFolds,
} from '../src/index.ts'
import { draw, drawSample, type Model } from './random-samples.ts'
import { binarySample } from './vectors.ts'

const overconfident: Model = { center: -0.5, spread: 1.5, intercept: 0.5, slope: 0.5 }
const calibrated: Model = { center: -1, spread: 1.2, intercept: 0, slope: 1 }

function chosen(choice: ReturnType<typeof chooseCalibrator>): Choice {
  if (!('chosen' in choice)) throw new Error(choice.explanation)
  return choice
}

test('folds are balanced within classes, whole clusters, and the same for the same seed', () => {
  const labels = Array.from({ length: 103 }, (_, i) => (i % 10 === 0 ? 1 : 0))
  const folds = stratifiedFolds({ labels }, 5, 7)
  for (let fold = 0; fold < 5; fold++) {
    const positives = labels.filter((label, i) => label === 1 && folds[i] === fold).length
    expect(positives >= 2 && positives <= 3).toBe(true)
  }
  expect(stratifiedFolds({ labels }, 5, 7)).toEqual(folds)
  expect(stratifiedFolds({ labels }, 5, 8)).not.toEqual(folds)
  const clusters = Uint32Array.from(labels, (_, i) => Math.floor(i / 4))
  const whole = stratifiedFolds({ labels, clusters }, 5, 7)
  clusters.forEach((cluster, i) => {
    expect(whole[i]).toBe(whole[clusters.indexOf(cluster)])
  })
})

test('few rows: a parametric map, and those that need many are named with the reason', () => {
  const choice = chosen(chooseCalibrator(drawSample(400, overconfident, 1)))
  expect(['temperature', 'platt', 'beta']).toContain(choice.chosen)
  expect(choice.candidates.find(({ method }) => method === 'isotonic')).toMatchObject({
    quality: null,
    leftOut: 'needs 1000 rows, there are 400',
  })
  expect(choice.why).toContain('methods that need 1 000 were not tried')
})

test('a calibrated model is left as it is', () => {
  const choice = chosen(chooseCalibrator(drawSample(5000, calibrated, 2)))
  expect(choice.chosen).toBe('identity')
  expect(choice.why).toContain('no method lowers log loss by more than its noise')
})

test('a shape that no parametric map has takes isotonic regression or a relative, and errors fall', () => {
  const { scores, truth } = draw(8000, calibrated, 3)
  const stepped = truth.map((p) => (p < 0.2 ? 0.02 : p < 0.35 ? 0.5 : 0.55))
  const labels = stepped.map((p, i) => ((i * 0.618034) % 1 < p ? 1 : 0))
  const choice = chosen(chooseCalibrator(binarySample(scores, labels)))
  expect(['isotonic', 'venn_abers', 'histogram_binning']).toContain(choice.chosen)
  const of = (name: string) => choice.candidates.find(({ method }) => method === name)!.quality!
  expect(of(choice.chosen).ece.value!).toBeLessThan(0.3 * of('identity').ece.value!)
  expect(of(choice.chosen).smoothEce.value!).toBeLessThan(0.3 * of('identity').smoothEce.value!)
  expect(of(choice.chosen).logLoss.uncertainty).not.toBeNull()
})

test('the choice is the simplest within one standard error of the best', () => {
  const choice = chosen(chooseCalibrator(drawSample(3000, overconfident, 4)))
  const taken = choice.candidates.findIndex(({ method }) => method === choice.chosen)
  for (const { behindBest } of choice.candidates.slice(0, taken)) {
    if (behindBest?.uncertainty?.kind !== 'normal') continue
    expect(behindBest.value!).toBeGreaterThan(behindBest.uncertainty.standardError * 0.99)
  }
  expect(choice.calibrator.method).toBe(choice.chosen)
  expect(chosen(chooseCalibrator(drawSample(3000, overconfident, 4)))).toEqual(choice)
})

test('a method that is asked for is taken and measured, however few the rows', () => {
  const choice = chosen(chooseCalibrator(drawSample(400, overconfident, 1), { method: 'isotonic' }))
  expect(choice.chosen).toBe('isotonic')
  expect(choice.why).toMatch(/^It was asked for; the comparison would take (temperature|platt|beta)\.$/)
  expect(choice.candidates.find(({ method }) => method === 'isotonic')!.quality!.ece.value).not.toBeNull()
  expect(() => chooseCalibrator(drawSample(50, calibrated, 1), { method: 'magic' })).toThrow(/choose among identity/)
})

test('rows that cannot be calibrated say why', () => {
  const reason = (scores: number[], labels: number[]) => {
    const choice = chooseCalibrator(binarySample(scores, labels))
    return 'notFitted' in choice ? choice.notFitted : choice.chosen
  }
  expect(reason([], [])).toBe('empty')
  expect(reason([0.1, 0.2, 0.3], [0, 0, 0])).toBe('one_class')
  expect(reason([0.5, 0.5, 0.5, 0.5], [0, 1, 0, 1])).toBe('zero_variance')
  expect(reason([0.1, 0.2, 0.3], [0, 0, 1])).toBe('too_few_rows')
  expect(() => chooseCalibrator(drawSample(50, calibrated, 1), { folds: 1 })).toThrow(/folds is 1/)
})

/** The same scores and labels, rows of one class in one group. */
function pureGroups(rows: number, groupsOfClass: number) {
  const { scores, labels } = drawSample(rows, overconfident, 6)
  const clusters = Uint32Array.from(labels, (label, i) => label * groupsOfClass + (i % groupsOfClass))
  return orderByScore(scores, labels, { clusters })
}

test('few rows of a class are too few to tell, with the number needed, and never identity', () => {
  // Far from calibrated (0.5 where 0.93 is said), which four rows of a class cannot show.
  const eight = binarySample([0.9, 0.92, 0.94, 0.96, 0.91, 0.93, 0.95, 0.97], [1, 0, 1, 0, 0, 1, 0, 1])
  expect(chooseCalibrator(eight)).toEqual({
    notFitted: 'too_few_rows',
    explanation:
      'Too few rows to tell: the rarest class has 4, and choosing a calibrator needs 10 of every class; 12 more rows are needed.',
  })
  const twenty = binarySample(
    Array.from({ length: 20 }, (_, i) => (i + 1) / 25),
    Array.from({ length: 20 }, (_, i) => Number((i * 7) % 20 >= 10)),
  )
  expect('chosen' in chooseCalibrator(twenty)).toBe(true)
  // A method that is asked for is taken all the same.
  expect(chosen(chooseCalibrator(eight, { method: 'platt' })).chosen).toBe('platt')
})

test('methods that could not be compared are no reason to leave scores as they are', () => {
  const choice = chooseCalibrator(pureGroups(400, 1))
  if (!('notFitted' in choice)) throw new Error(`chose ${choice.chosen}: ${choice.why}`)
  expect(choice.notFitted).toBe('one_class')
  expect(choice.explanation).toBe(
    'No calibrator could be fitted across the folds, so that nothing was compared with the scores as they are. ' +
      'temperature, platt, beta: All labels are the same: calibrators need rows of every class. ' +
      'histogram_binning, isotonic, venn_abers: needs 1000 rows, there are 400.',
  )
  const asked = chosen(chooseCalibrator(pureGroups(400, 1), { method: 'platt' }))
  expect(asked.why).toBe(
    'It was asked for; no method could be fitted across the folds, so that there is no comparison.',
  )
})

test.each([300, 3000])('scores that rank the wrong way round are not turned in silence: %s rows', (rows) => {
  const drawn = drawSample(rows, calibrated, 8)
  const [scores, labels] = [[...drawn.scores], [...drawn.labels]]
  const inverted = binarySample(
    scores,
    labels.map((label) => 1 - label),
  )
  for (const method of [platt(), beta()]) expect(method.fit(inverted)).toEqual(wrongWay)
  expect(chooseCalibrator(inverted)).toEqual(wrongWay)
  expect(chosen(chooseCalibrator(binarySample(scores, labels))).chosen).toBe('identity')
})

test('a method that would turn them all the same says so where it is asked for', () => {
  const { scores, labels } = drawSample(3000, calibrated, 8)
  const inverted = binarySample(
    [...scores],
    [...labels].map((label) => 1 - label),
  )
  const { why } = chosen(chooseCalibrator(inverted, { method: 'histogram_binning' }))
  expect(why).toMatch(/^It .*\. Mind the scores: higher scores go with fewer positives, so that no increasing map fits/)
})

test('nor are those of several classes, unless it is a few of them', () => {
  const rows = 1500
  const labels = Uint16Array.from({ length: rows }, (_, i) => i % 3)
  /** Probabilities that favour the class that a row is of, or all others. */
  const table = (favours: (label: number) => boolean) =>
    Float64Array.from({ length: 3 * rows }, (_, at) => {
      const [row, column] = [Math.floor(at / 3), at % 3]
      const own = 0.34 + 0.5 * ((row * 0.618034) % 1)
      const label = labels[row]!
      if (favours(label)) return column === label ? own : (1 - own) / 2
      return column === label ? (1 - own) / 2 : (1 - (1 - own) / 2) / 2
    })
  const wrong = chooseClassCalibrator({ labels, probabilities: table(() => false), classes: 3 })
  expect(wrong).toMatchObject({
    notFitted: 'not_attainable',
    explanation: expect.stringMatching(/^Of 3 of the 3 classes, higher probabilities go with fewer rows/),
  })
  expect('chosen' in chooseClassCalibrator({ labels, probabilities: table((label) => label !== 0), classes: 3 })).toBe(
    true,
  )
})

const wrongWay = {
  notFitted: 'not_attainable',
  explanation:
    'Higher scores go with fewer positives, so that no increasing map fits: check `positive` and the sign of the score.',
}

test('scores that are no probabilities are refused with their first row of the table, and without calling for a calibrator', () => {
  const scores = Array.from({ length: 40 }, (_, i) => ((i * 7) % 40) / 41)
  const labels = scores.map((_, i) => i % 2)
  // Sorting puts row 31 first and row 12 last.
  scores[12] = 1.25
  scores[31] = -0.5
  const refused = (run: () => unknown) => {
    expect(run).toThrow(
      expect.objectContaining({
        ...{ code: 'score_outside_unit_interval', row: 12, count: 2 },
        message:
          '2 scores are outside [0, 1], first 1.25 in row 12: calibration needs probabilities, not logits or margins.',
      }),
    )
  }
  refused(() => chooseCalibrator(binarySample(scores, labels)))
  refused(() => ece.estimate(binarySample(scores, labels), { bins: 15, strategy: 'uniform' }))
  refused(() => fitCalibratorToRows(beta(), { scores: Float64Array.from(scores), labels: Uint8Array.from(labels) }))
  refused(() => fitCalibratorToRows(isotonic(), { scores: Float64Array.from(scores), labels: Uint8Array.from(labels) }))
  const probabilities = Float64Array.from(labels.flatMap(() => [0.2, 0.3, 0.5]))
  probabilities[3 * 12 + 1] = 1.25
  expect(() =>
    chooseClassCalibrator({ labels: Uint16Array.from(labels, (_, i) => i % 3), probabilities, classes: 3 }),
  ).toThrow(expect.objectContaining({ row: 12, message: expect.stringContaining('first 1.25 in row 12') }))
})

test('several classes: an over-confident model is cooled down', () => {
  const { scores } = draw(1500, { center: 1, spread: 1, intercept: 0, slope: 1 }, 5)
  const probabilities = new Float64Array(4500)
  const labels = Uint16Array.from(scores, (p, i) => {
    const truth = 0.34 + 0.6 * p
    const sharper = truth ** 3 / (truth ** 3 + 2 * ((1 - truth) / 2) ** 3)
    const top = i % 3
    for (let c = 0; c < 3; c++) probabilities[3 * i + c] = c === top ? sharper : (1 - sharper) / 2
    const u = (i * 0.618034) % 1
    return u < truth ? top : (top + (u < (1 + truth) / 2 ? 1 : 2)) % 3
  })
  const choice = chooseClassCalibrator({ labels, probabilities, classes: 3 })
  if (!('chosen' in choice)) throw new Error(choice.explanation)
  expect(choice.chosen).toBe('class_temperature')
  expect((choice.calibrator.parameters as { temperature: number }).temperature).toBeCloseTo(3, 0)
})

test('errors that nobody reads are not worked out, and read like any other property', () => {
  const sample = drawSample(2000, { center: -1, spread: 1.5, intercept: 0, slope: 0.6 }, 3)
  const reads: string[] = []
  const watched = new Proxy(sample, {
    get(target, name, receiver) {
      reads.push(String(name))
      return Reflect.get(target, name, receiver)
    },
  })
  const quality = binaryFamily.quality(watched)
  expect(reads).toEqual([])
  expect(quality.ece).toEqual(ece.estimate(sample, { bins: 15, strategy: 'quantile' }))
  const before = reads.length
  expect(before).toBeGreaterThan(0)
  expect(quality.ece).toBe(quality.ece)
  expect(reads.length).toBe(before)
  expect(Object.keys({ ...quality })).toEqual(['logLoss', 'brier', 'ece', 'smoothEce'])
})
