import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'

type Model = 'credit-default' | 'census-income'
type Edit = readonly [from: string | RegExp, to: string]

/** What a team would have pushed on its way to the policies of today: fewer rows, laxer bounds, later a waiver. */
interface Release {
  readonly commit: string
  readonly branch: string
  /** The share of the test rows that were labelled by then. */
  readonly rows: number
  readonly edits: Readonly<Record<Model, readonly Edit[]>>
}

const fromGate = (name: string) => new RegExp(`\\n {2}- name: ${name}\\n[^]*?(?=\\n {2}- name: |$)`)

const releases: readonly Release[] = [
  {
    commit: '3f1c9a7e5d20b4886f0aa3190c7e2d41b95f6e08',
    branch: 'draft',
    rows: 0.3,
    edits: {
      'credit-default': [
        ['max: 0.03', 'max: 0.05'],
        [fromGate('fair-recall'), ''],
        ['proof: proven', 'proof: point'],
      ],
      'census-income': [
        [fromGate('no-group-loses'), ''],
        [fromGate('no-slice-left-behind'), ''],
      ],
    },
  },
  {
    commit: 'b82e6410f97d3ca5521e0b6f48d7a93c06e1f5d2',
    branch: 'main',
    rows: 0.6,
    edits: {
      'credit-default': [
        ['max: 0.03', 'max: 0.05'],
        ['min: 0.70', 'min: 0.68'],
      ],
      'census-income': [['min_delta: -0.01', 'min_delta: -0.02']],
    },
  },
  {
    commit: '5ad07c3be91f482d6f7be0c4a1d8350f9e2b7c64',
    branch: 'main',
    rows: 0.8,
    edits: { 'credit-default': [], 'census-income': [['max_disparity: 0.10', 'max_disparity: 0.05']] },
  },
  {
    commit: 'e4490bd1c62a7f38d5e10f9ab7c384d2690a5b1f',
    branch: 'main',
    rows: 1,
    edits: {
      'credit-default': [],
      'census-income': [
        [
          /$/,
          `
waivers:
  - gate: no-slice-left-behind
    slice: workclass=other
    until: 2027-01-31
    reason: Ten rows in a year; the team collects more.
    approved_by: analytics-lead
`,
        ],
      ],
    },
  },
]

/**
 * Judges the example policies as they were and as they are, on real rows, and pushes each verdict: four evaluations of
 * either model, so that trends, comparisons and back-tests have something to show. The last is the repository's own
 * policy of `credit-default`, and that of `census-income` with a waiver.
 *
 * @param check runs `sluice check` in a folder that holds `policies`
 */
export async function pushReleases(
  root: string,
  scratch: string,
  check: (folder: string, environment: NodeJS.ProcessEnv) => Promise<void>,
): Promise<void> {
  for (const [at, { commit, branch, rows, edits }] of releases.entries()) {
    const folder = join(scratch, `release-${at + 1}`)
    cpSync(join(root, 'policies'), join(folder, 'policies'), { recursive: true })
    for (const [model, changes] of Object.entries(edits)) {
      const own = join(folder, 'policies', model)
      editFile(join(own, 'policy.yaml'), changes)
      if (rows < 1) await keepRows(join(root, 'policies', model), own, rows)
    }
    await check(folder, {
      GITHUB_REPOSITORY: 'acme/models',
      GITHUB_SHA: commit,
      GITHUB_REF_NAME: branch,
      GITHUB_RUN_ID: String(4100 + at),
    })
  }
}

/** Pushes a policy of several hundred slices, each year of age by itself and by education, as the model `credit-by-age`. */
export async function pushManySlices(
  root: string,
  scratch: string,
  check: (folder: string, environment: NodeJS.ProcessEnv) => Promise<void>,
): Promise<void> {
  const folder = join(scratch, 'many-slices')
  cpSync(join(root, 'policies', 'org.yaml'), join(folder, 'policies', 'org.yaml'))
  cpSync(join(root, 'policies', 'credit-default'), join(folder, 'policies', 'credit-by-age'), { recursive: true })
  editFile(join(folder, 'policies', 'credit-by-age', 'policy.yaml'), [
    ['model: credit-default', 'model: credit-by-age'],
    [
      '  - { name: age, column: age, quantiles: 4 }',
      '  - { name: age, column: age }\n  - { name: age x education, cross: [age, education] }',
    ],
    ['slices: [sex, age, limit, education, marriage, maxed-out, worst]', 'slices: [age, age x education]'],
    ['min_rows: 100\n    min_positives: 20', 'min_rows: 20\n    min_positives: 3'],
  ])
  await check(folder, {})
}

/** Runs the built command on every policy of a folder. @throws where it could not judge */
export async function checkPolicies(
  sluice: string,
  folder: string,
  address: string,
  environment: NodeJS.ProcessEnv,
): Promise<void> {
  const child = spawn(process.execPath, [sluice, 'check', 'policies', '--format', 'json', '--push', address], {
    cwd: folder,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const [code] = await once(child, 'exit')
  if (code !== 1) throw new Error(`sluice check of the examples ended with ${code}, where 1 was expected: a gate fails`)
}

function editFile(file: string, edits: readonly Edit[]): void {
  const text = edits.reduce(
    (before, [from, to]) => {
      const after = before.replace(from, to)
      if (after === before) throw new Error(`${file} has no ${from} to change`)
      return after
    },
    readFileSync(file, 'utf8'),
  )
  writeFileSync(file, text)
}

/** Keeps the first rows of a model's test table. */
async function keepRows(from: string, to: string, share: number): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  const [source, target] = [from, to].map((folder) => join(folder, 'data', 'test.parquet').replaceAll("'", "''"))
  await connection.run(`
    COPY (SELECT * FROM '${source}' LIMIT CAST(${share} * (SELECT count(*) FROM '${source}') AS BIGINT))
    TO '${target}' (FORMAT parquet)`)
  connection.closeSync()
  instance.closeSync()
}
