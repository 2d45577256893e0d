import { afterAll, beforeAll } from 'vitest'
import type { Store } from '../src/index.ts'
import { openMemory } from './set-up/stores.ts'
import { access } from './suites/access.ts'
import { isolation } from './suites/isolation.ts'
import { lists } from './suites/lists.ts'
import { pushing } from './suites/pushing.ts'
import { upkeep } from './suites/upkeep.ts'

let store: Store

beforeAll(async () => {
  store = await openMemory()
})

afterAll(() => store.close())

for (const suite of [pushing, lists, isolation, access, upkeep]) suite(() => store)
