import pg from 'pg'

/** Evaluations that one statement copies: enough to be quick, few enough to say how far it is. */
const atOnce = 10_000

/** The newest have their evidence and curves: nobody reads the others', and their lists hold none. */
const withEvidence = 1000

/** Measurements of each gate that get rows of their own, which are for series over time. */
const slicesOfAGate = 2

/**
 * Copies the evaluations that a database holds until there are so many, over 50 models and ten minutes apart: inside the
 * database, into the real tables with their indexes. Foreign keys are not asked: every row's owner is copied before it.
 */
export async function fill(url: string, count: number, onProgress: (done: number) => void): Promise<void> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    await client.query('SET session_replication_role = replica; SET synchronous_commit = off; SET work_mem = $$256MB$$')
    await client.query(
      'CREATE TEMP TABLE originals AS SELECT row_number() OVER (ORDER BY number) - 1 AS place, * FROM evaluations',
    )
    await client.query(modelsOf, [Math.ceil(count / 50)])
    const { rows } = await client.query<{ copies: string; originals: string }>(
      'SELECT max(number) AS copies, count(*) AS originals FROM evaluations',
    )
    const [last, originals] = [Number(rows[0]!.copies), Number(rows[0]!.originals)]
    await client.query(`ALTER SEQUENCE evaluations_number_seq RESTART WITH ${last + count + 1}`)
    for (let from = 1; from <= count; from += atOnce) {
      const to = Math.min(count, from + atOnce - 1)
      // A parameter that a statement does not name has no type: not all of them copy moments.
      await client.query(evaluationsOf, [from, to, last, originals])
      await client.query(pushesOf, [from, to, last, originals, count])
      for (const table of ['gate_results', 'measurements', 'waivers', 'evidence', 'curves'])
        await client.query(await rowsOf(client, table), [from, to, last, originals, count])
      onProgress(to)
    }
    await client.query('VACUUM ANALYZE')
    // What was pushed months ago is on the disk.
    await client.query('CHECKPOINT')
  } finally {
    await client.end()
  }
}

const modelsOf = `INSERT INTO models (workspace, name, description, owners, evaluations, last_at)
  SELECT workspace, 'model-' || m, description, owners, $1, now() FROM (SELECT * FROM models LIMIT 1) one, generate_series(0, 49) m`

/** Copy `i` is the older the smaller `i` is, as pushes come. */
const evaluationsOf = `INSERT INTO evaluations (number, workspace, id, model, verdict, gates, blocking, policy_sha256,
    engine, datasets, report) OVERRIDING SYSTEM VALUE
  SELECT $3::bigint + i, workspace, encode(sha256(i::text::bytea), 'hex'), 'model-' || i % 50,
    (ARRAY['pass', 'fail', 'inconclusive'])[1 + i % 3], gates, blocking, policy_sha256,
    engine, datasets, report
  FROM generate_series($1::int, $2::int) i JOIN originals ON place = i % $4::int ORDER BY i`

const pushesOf = `INSERT INTO pushes (evaluation, workspace, model, verdict, policy_sha256, origin, origin_sha256, actor, created_at)
  SELECT e.number, e.workspace, e.model, e.verdict, e.policy_sha256, p.origin, p.origin_sha256, p.actor,
    now() - ($5::int + 1 - i) * interval '10 minutes'
  FROM generate_series($1::int, $2::int) i JOIN originals o ON o.place = i % $4::int JOIN pushes p ON p.evaluation = o.number
    JOIN evaluations e ON e.number = $3::bigint + i ORDER BY i`

/** The rows of a table that belong to the copies, in the order of its primary key. */
async function rowsOf(client: pg.Client, table: string): Promise<string> {
  const { rows } = await client.query<{ list: string; key: string }>(
    `SELECT string_agg('t.' || quote_ident(column_name), ', ' ORDER BY ordinal_position) AS list
     FROM information_schema.columns WHERE table_name = $1 AND column_name <> 'evaluation'`,
    [table],
  )
  const { list } = rows[0]!
  const kept = {
    measurements: `AND t.position < ${slicesOfAGate}`,
    evidence: `AND i > $5::int - ${withEvidence}`,
    curves: `AND i > $5::int - ${withEvidence}`,
  }[table]
  return `INSERT INTO ${table} (evaluation, ${list.replaceAll('t.', '')})
    SELECT $3::bigint + i, ${list} FROM generate_series($1::int, $2::int) i
    JOIN originals o ON o.place = i % $4::int JOIN ${table} t ON t.evaluation = o.number
    WHERE $5::int > 0 ${kept ?? ''} ORDER BY i`
}
