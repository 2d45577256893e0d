import { afterAll, beforeAll } from 'vitest'
import { openStore, type Store } from '../src/index.ts'
import { newDatabase } from './set-up/stores.ts'
import { access } from './suites/access.ts'
import { isolation } from './suites/isolation.ts'
import { lists } from './suites/lists.ts'
import { pushing } from './suites/pushing.ts'
import { upkeep } from './suites/upkeep.ts'

let store: Store

beforeAll(async () => {
  store = await openStore({ kind: 'postgres', url: await newDatabase('suites') })
})

afterAll(() => store.close())

for (const suite of [pushing, lists, isolation, access, upkeep]) suite(() => store)
