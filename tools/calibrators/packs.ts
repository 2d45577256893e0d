import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { type BinarySample, type MulticlassSample, orderByScore } from '@sluice/metrics'

/** Predictions of one model: rows to fit calibrators to, and others to judge them by. */
export interface Pack<Sample> {
  readonly name: string
  readonly fit: Sample
  readonly judge: Sample
}

interface BinarySource {
  readonly name: string
  readonly fit: string
  readonly judge: string
  /** An expression that is 1 for positives. */
  readonly label: string
  readonly scores: readonly string[]
  /** Conditions where both parts come from one file. */
  readonly split?: readonly [string, string]
}

/** Those of the repository's own policies, and further ones where a folder holds them. */
export async function binaryPacks(root: string, folder: string | undefined): Promise<Pack<BinarySample>[]> {
  const policy = (name: string, part: string) => join(root, 'policies', name, 'data', `${part}.parquet`)
  const sources: BinarySource[] = [
    {
      name: 'credit',
      fit: policy('credit-default', 'validation'),
      judge: policy('credit-default', 'test'),
      label: 'default_next_month',
      scores: ['candidate_score', 'baseline_score'],
    },
    {
      name: 'census',
      fit: policy('census-income', 'validation'),
      judge: policy('census-income', 'test'),
      label: 'income_over_50k',
      scores: ['candidate_score', 'baseline_score'],
    },
    {
      name: 'electricity',
      fit: join(folder ?? '', 'electricity', 'reference.parquet'),
      judge: join(folder ?? '', 'electricity', 'reference.parquet'),
      label: 'price_up',
      scores: ['candidate_score', 'baseline_score'],
      split: ['row % 2 = 0', 'row % 2 = 1'],
    },
  ]
  const packs: Pack<BinarySample>[] = []
  for (const source of sources) {
    if (!existsSync(source.fit)) continue
    for (const score of source.scores) {
      const [fit, judge] = [
        await binarySample(source.fit, source.label, score, source.split?.[0]),
        await binarySample(source.judge, source.label, score, source.split?.[1]),
      ]
      packs.push({ name: `${source.name}, ${score.replace('_score', '')}`, fit, judge })
    }
  }
  return packs
}

/** Six classes and an over-confident network. */
export async function landsatPack(root: string): Promise<Pack<MulticlassSample>> {
  const of = (part: string) => classSample(join(root, 'tools/calibrators/data/landsat', `${part}.parquet`))
  return { name: 'landsat, candidate', fit: await of('validation'), judge: await of('test') }
}

async function binarySample(file: string, label: string, score: string, where = 'true'): Promise<BinarySample> {
  const columns = await read(
    `SELECT (${label})::DOUBLE AS label, ${score}::DOUBLE AS score
     FROM (SELECT *, row_number() OVER () AS row FROM ${quoted(file)}) WHERE ${where}`,
  )
  const [labels, scores] = columns as [number[], number[]]
  return orderByScore(Float64Array.from(scores), Uint8Array.from(labels), { keepRows: true })
}

async function classSample(file: string): Promise<MulticlassSample> {
  const columns = await read(`SELECT soil, COLUMNS('candidate_p_.*') FROM ${quoted(file)}`)
  const classes = [
    'red soil',
    'cotton crop',
    'grey soil',
    'damp grey soil',
    'vegetation stubble',
    'very damp grey soil',
  ]
  const [soil, ...probabilities] = columns as [string[], ...number[][]]
  return {
    labels: Uint16Array.from(soil, (name) => classes.indexOf(name)),
    probabilities: Float64Array.from({ length: soil.length * 6 }, (_, i) => probabilities[i % 6]![Math.floor(i / 6)]!),
    classes: 6,
  }
}

async function read(sql: string): Promise<unknown[][]> {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  const columns = (await connection.runAndReadAll(sql)).getColumns()
  connection.closeSync()
  instance.closeSync()
  return columns as unknown[][]
}

function quoted(file: string): string {
  return `'${file.replaceAll("'", "''")}'`
}
