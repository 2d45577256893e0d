import { readFileSync } from 'node:fs'
import { attack, type Columns, runSuite, takeRows } from '@sluice/robustness'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Model, openModel } from '../src/index.ts'
import { creditClients, creditFolder } from './support/credit.ts'

let model: Model
let clients: Columns
let scores: Float64Array

beforeAll(async () => {
  model = await openModel(
    { onnx: 'models/candidate.onnx', inputs: JSON.parse(readFileSync(`${creditFolder}/models/features.json`, 'utf8')) },
    { directory: creditFolder, batchSize: 65_536 },
  )
  const { columns } = await creditClients(400)
  const all = (await model.score(columns)) as Float64Array
  const confident = [...all.keys()].filter((row) => all[row]! >= 0.75 || all[row]! <= 0.25).slice(0, 60)
  clients = takeRows(columns, confident)
  scores = Float64Array.from(confident, (row) => all[row]!)
})
afterAll(() => model.close())

const valuesOf = (columns: Columns, name: string) =>
  columns.find((column) => column.name === name)!.values as Float64Array

describe('the credit candidate under attack', () => {
  it('flips at least 95 % of the clients that it is sure of, where an attacker may change everything', async () => {
    const { successRate, queries, columns } = await attack(clients, (rows) => model.score(rows), {
      method: 'hop_skip_jump',
      queries: 250,
      seed: 1,
    })
    expect(successRate.value).toBeGreaterThanOrEqual(0.95)
    expect(queries.mostOfOneRow).toBeLessThanOrEqual(250)
    const after = (await model.score(columns)) as Float64Array
    const flipped = after.filter((score, row) => score >= 0.5 !== scores[row]! >= 0.5).length
    expect(flipped / 60).toBe(successRate.value)
  })

  it('keeps what nobody can change, also against the real model', async () => {
    const { columns, successRate } = await attack(clients, (rows) => model.score(rows), {
      method: 'hop_skip_jump',
      queries: 150,
      rules: { immutable: ['sex', 'age'], monotone: { pay_0: 'increasing' }, maxChange: 0.3 },
      seed: 1,
    })
    expect(valuesOf(columns, 'sex')).toEqual(valuesOf(clients, 'sex'))
    expect(valuesOf(columns, 'age')).toEqual(valuesOf(clients, 'age'))
    valuesOf(columns, 'pay_0').forEach((late, row) => {
      expect(late).toBeGreaterThanOrEqual(valuesOf(clients, 'pay_0')[row]!)
    })
    for (const { values } of columns) expect((values as Float64Array).every(Number.isInteger)).toBe(true)
    expect(successRate.value).toBeGreaterThan(0.3)
  })
})

describe('the credit candidate under a stress suite', () => {
  it('says how often a mistaken unit of the limit changes a decision', async () => {
    const suite = {
      perturb: [
        { perturbation: 'unit_mistake', amounts: [10, 0.1], columns: ['limit_bal'] },
        { perturbation: 'missing', severities: [3], columns: 'numeric' },
      ],
      expect: { invariantWithin: 0.05 },
    } as const
    const { variants, failureRate, worstCases } = await runSuite(clients, (rows) => model.score(rows), suite, {
      seed: 1,
    })
    expect(variants.map(({ changedRows }) => changedRows).slice(0, 2)).toEqual([60, 60])
    expect(variants[1]!.failureRate.value).toBeGreaterThan(0)
    expect(failureRate.uncertainty).toMatchObject({ kind: 'proportion' })
    expect(worstCases).toHaveLength(10)
    expect(worstCases[0]!.scoresAfter).not.toEqual(worstCases[0]!.scoresBefore)
  })
})
