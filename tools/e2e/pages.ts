/** Every page of the console, with what must be on it once its data is there. */
export interface ConsolePage {
  readonly name: string
  readonly path: string
  /** Text that only real data brings. */
  readonly shows: readonly RegExp[]
}

interface Latest {
  readonly id: string
  readonly model: string
}

/** The latest evaluation of a model, from the plain HTTP face. */
export async function latestEvaluation(address: string, model: string): Promise<Latest> {
  const response = await fetch(`${address}/api/v1/evaluations?model=${model}&limit=1`)
  const { items } = (await response.json()) as { items: Latest[] }
  const [first] = items
  if (first === undefined) throw new Error(`${address} has no evaluation of ${model}`)
  return first
}

/** The versions of the policy of credit-default, newest first. */
async function policyVersions(address: string): Promise<string[]> {
  const input = encodeURIComponent(JSON.stringify({ model: 'credit-default' }))
  const response = await fetch(`${address}/trpc/policies.versions?input=${input}`)
  const { result } = (await response.json()) as { result: { data: { items: { sha256: string }[] } } }
  const versions = result.data.items.map(({ sha256 }) => sha256)
  if (versions.length < 3) throw new Error(`${address} has too few versions of the policy`)
  return versions
}

/** The pages with the examples' latest evaluations in them. */
export async function consolePages(address: string): Promise<ConsolePage[]> {
  const { id } = await latestEvaluation(address, 'credit-default')
  const waived = await latestEvaluation(address, 'census-income')
  const numbers = await latestEvaluation(address, 'bike-demand')
  const edits = JSON.stringify({ 'costs-no-likelihood': { bound: 0.07 }, stable: { confidence: 0.99 } })
  const [newest, , oldest] = await policyVersions(address)
  return [
    { name: 'models', path: '/', shows: [/credit-default/, /census-income/] },
    { name: 'model', path: '/models/credit-default', shows: [/credit-default/] },
    { name: 'evaluation', path: `/evaluations/${id}`, shows: [/ROC-AUC/, /credit-default/] },
    { name: 'slices', path: `/evaluations/${id}/slices`, shows: [/education=/] },
    { name: 'curves', path: `/evaluations/${id}/curves`, shows: [/ROC/, /threshold/i] },
    {
      name: 'calibration',
      path: `/evaluations/${id}/calibration`,
      shows: [/should be calibrated/, /Calibrators of candidate/],
    },
    {
      name: 'calibration-corp',
      path: `/evaluations/${id}/calibration?slice=sex%3D1&method=isotonic&curve=corp&measure=ece`,
      shows: [/Reliability, isotonic/, /ECE, 95% interval/],
    },
    { name: 'golden', path: `/evaluations/${id}/golden`, shows: [/least covered first/i, /expected/i] },
    { name: 'stress', path: `/evaluations/${id}/stress`, shows: [/Degradation by severity/, /Most failures/] },
    {
      name: 'attack',
      path: `/evaluations/${id}/stress?suite=attack`,
      shows: [/HopSkipJump looked for/, /stayed on the machine/],
    },
    { name: 'no-stress', path: `/evaluations/${waived.id}/stress`, shows: [/survives-noise/] },
    { name: 'variants', path: `/evaluations/${id}/variants`, shows: [/Who dominates whom/, /int8 minus fp32/] },
    { name: 'no-variants', path: `/evaluations/${waived.id}/variants`, shows: [/reference: fp32/] },
    { name: 'what-if', path: `/evaluations/${id}/what-if`, shows: [/confidence/i] },
    {
      name: 'what-if-edited',
      path: `/evaluations/${id}/what-if?gate=costs-no-likelihood&edits=${encodeURIComponent(edits)}`,
      shows: [/1 gate turns: costs-no-likelihood/, /max_delta: 0\.07/],
    },
    { name: 'waived', path: `/evaluations/${waived.id}?status=inconclusive`, shows: [/Ten rows in a year/] },
    {
      name: 'comparison',
      path: `/models/credit-default/policy?version=${newest}&against=${oldest}`,
      shows: [/Gates added/, /Tightened/, /would be another/],
    },
    {
      name: 'calibration-empty',
      path: `/evaluations/${numbers.id}/calibration`,
      shows: [/asks nothing of calibration/, /smooth_ece/],
    },
    { name: 'golden-empty', path: `/evaluations/${numbers.id}/golden`, shows: [/no golden set/, /role: golden/] },
    { name: 'policy', path: '/models/credit-default/policy', shows: [/version: 1/, /gates:/] },
    { name: 'tokens', path: '/settings/tokens', shows: [/token/i] },
    { name: 'waivers', path: '/settings/waivers', shows: [/waiver/i] },
    { name: 'audit', path: '/settings/audit', shows: [/credit-default/] },
  ]
}
