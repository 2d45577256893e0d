// Node 20 does not hand the TypeScript loader on to threads: they register it themselves.
import { register } from 'tsx/esm/api'

register()
await import('./thread.ts')
