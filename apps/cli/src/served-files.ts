import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The built command has what it serves beside itself; the sources have it where it is made. */
const beside = (bundled: string, source: string) =>
  [new URL(bundled, import.meta.url), new URL(source, import.meta.url)]
    .map((url) => fileURLToPath(url))
    .find(existsSync)

/** The built console; absent where it has not been built: then there is the API alone. */
export const consoleFolder = beside('./console/', '../../console/dist/')

/** The store's migrations. */
export const migrationsFolder = beside('./migrations/', '../../../packages/store/migrations/')
