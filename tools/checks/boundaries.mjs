/**
 * Import boundaries: a package may depend only on packages of a lower floor (`nx.tags: ["floor:N"]` in its
 * package.json), and packages that run in a browser import nothing of Node. Biome proves that a package imports only
 * what its package.json declares; this proves that what is declared points down, so cycles cannot exist.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** Floors whose sources must run in a browser: the statistical packages. */
const browserFloors = new Set(['stats', 'metrics', 'calibration', 'robustness'])

/** Every workspace package with its floor and the workspace packages it declares. */
export function readWorkspace(root) {
  return ['packages', 'apps'].flatMap((folder) =>
    readdirSync(join(root, folder)).flatMap((name) => {
      const file = join(root, folder, name, 'package.json')
      if (!existsSync(file)) return []
      const {
        nx,
        dependencies = {},
        devDependencies = {},
        peerDependencies = {},
      } = JSON.parse(readFileSync(file, 'utf8'))
      const floor = Number(nx?.tags?.find((tag) => tag.startsWith('floor:'))?.slice('floor:'.length) ?? Number.NaN)
      const declared = Object.keys({ ...dependencies, ...devDependencies, ...peerDependencies })
      const uses = declared
        .filter((dependency) => dependency.startsWith('@sluice/'))
        .map((dependency) => dependency.slice('@sluice/'.length))
      return [{ name, folder: join(folder, name), floor, uses }]
    }),
  )
}

/** One sentence for each rule that is broken; empty where the house stands. */
export function boundaryFaults(packages) {
  const floors = new Map(packages.map(({ name, floor }) => [name, floor]))
  return packages.flatMap(({ folder, floor, uses }) => {
    if (Number.isNaN(floor)) return [`${folder}/package.json declares no floor: add "nx": { "tags": ["floor:N"] }`]
    return uses.flatMap((used) => {
      if (!floors.has(used)) return [`${folder} depends on @sluice/${used}, which does not exist`]
      const below = floors.get(used)
      return below < floor
        ? []
        : [`${folder} (floor ${floor}) looks up to @sluice/${used} (floor ${below}): imports only point down`]
    })
  })
}

/** Imports of Node's modules in sources that must run in a browser. */
export function browserFaults(root, packages) {
  return packages
    .filter(({ name }) => browserFloors.has(name))
    .flatMap(({ folder }) =>
      sources(join(root, folder, 'src')).filter((file) => /from 'node:/.test(readFileSync(file, 'utf8'))),
    )
    .map((file) => `${file} imports a Node module, but its package must run in a browser`)
}

function sources(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    return entry.isDirectory() ? sources(path) : path.endsWith('.ts') ? [path] : []
  })
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const packages = readWorkspace('.')
  const faults = [...boundaryFaults(packages), ...browserFaults('.', packages)]
  for (const fault of faults) console.error(fault)
  console.log(`import boundaries: ${packages.length} packages, ${faults.length} faults`)
  process.exit(faults.length === 0 ? 0 : 1)
}
