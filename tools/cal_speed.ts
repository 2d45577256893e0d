import { orderByScore, brier, logLoss } from '@sluice/metrics'
import * as c from '@sluice/calibration'
const n = 1_000_000
const scores = new Float64Array(n), labels = new Uint8Array(n)
let s = 12345
const rnd = () => { s = (Math.imul(s, 1664525) + 1013904223) >>> 0; return s / 2**32 }
for (let i = 0; i < n; i++) { const p = Math.pow((rnd()+rnd()/2**32), 4) *0.999 + 0.0005; labels[i] = rnd() < p ? 1 : 0; const z = Math.log(p/(1-p))*0.9+0.2; scores[i] = 1/(1+Math.exp(-z)) }
const time = (name: string, f: () => unknown) => { const t = performance.now(); const r = f(); console.log(name.padEnd(24), (performance.now()-t).toFixed(1), JSON.stringify(r)?.slice(0,150)) }
for (let round = 0; round < 3; round++) {
  console.log('--- round', round)
  let sample!: ReturnType<typeof orderByScore>
  time('sort', () => { sample = orderByScore(scores, labels, { keepRows: true }); return 0 })
  const b = { bins: 15, strategy: 'quantile' as const }
  const t = performance.now()
  for (const [name, m, o] of [['ece', c.ece, b], ['debiased', c.debiasedEce, b], ['mce', c.mce, b], ['ace', c.ace, b],['sweep', c.eceSweep, {}], ['smooth', c.smoothEce, {}], ['kernel', c.kernelCalibrationError, {}], ['slope', c.calibrationSlope, {}], ['intercept', c.calibrationIntercept, {}], ['level', c.calibrationLevel, {}], ['z', c.spiegelhalterZ, {}], ['mcb', c.miscalibration, { score: 'brier' }], ['dsc', c.corpDiscrimination, { score: 'brier' }]] as any)
    time(name, () => { const { uncertainty, ...e } = m.estimate(sample, o); return { ...e, se: uncertainty?.standardError, q: uncertainty?.quantiles && [uncertainty.quantiles[10], uncertainty.quantiles[390]] } })
  time('curve', () => c.reliabilityCurve(sample, { ...b, level: 0.95 }).length)
  time('corp curve', () => c.corpReliability(sample, { level: 0.95 }).blocks.length)
  console.log('section', performance.now() - t)
  time('brier', () => brier.estimate(sample, {}).value)
  time('pav', () => c.isotonicBlocks({ ...sample }).blocks)
}
