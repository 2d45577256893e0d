/**
 * What the tests need of the system and a clean machine lacks: a browser and a PostgreSQL. Installed with apt where that
 * is possible; a test that needs one and finds none fails, and says so.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'

const wanted = [
  { package: 'chromium', isThere: () => findChromium() !== null },
  { package: 'postgresql', isThere: () => findPostgres() !== null },
]

/** The path of Chromium, or `null`. `SLUICE_CHROMIUM` names another one. */
export function findChromium() {
  const known = [
    process.env.SLUICE_CHROMIUM,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  ]
  return known.find((path) => path && existsSync(path)) ?? null
}

/** The folder of `initdb` and `postgres`, or `null`. */
export function findPostgres() {
  const root = '/usr/lib/postgresql'
  const versions = existsSync(root) ? readdirSync(root).sort((a, b) => Number(b) - Number(a)) : []
  const folders = [...versions.map((version) => `${root}/${version}/bin`), '/opt/homebrew/bin', '/usr/local/bin']
  return folders.find((folder) => existsSync(`${folder}/initdb`)) ?? null
}

/** Installs what is missing, where this machine lets us. */
export function installSystemPackages() {
  const missing = wanted.filter((one) => !one.isThere()).map((one) => one.package)
  if (missing.length === 0) return
  const hint = `The tests need ${missing.join(' and ')}: install with your system's package manager.`
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    console.error(hint)
    return
  }
  console.error(`Installing ${missing.join(' and ')} (once; about a minute) …`)
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  for (const args of [
    ['update', '-qq'],
    ['install', '-y', '-qq', '--no-install-recommends', ...missing],
  ]) {
    const done = spawnSync('apt-get', args, { stdio: ['ignore', 'ignore', 'inherit'], env: environment })
    if (done.status !== 0) console.error(`apt-get ${args[0]} failed. ${hint}`)
  }
}
