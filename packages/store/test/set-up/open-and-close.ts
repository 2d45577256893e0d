/** Opens a store, which migrates it, and closes it again. */
import { openStore, type StorePlace } from '../../src/index.ts'

const [, , place] = process.argv
if (place === undefined) throw new Error('open-and-close PLACE')
const store = await openStore(JSON.parse(place) as StorePlace)
await store.close()
