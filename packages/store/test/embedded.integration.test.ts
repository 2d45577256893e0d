import { rm } from 'node:fs/promises'
import { afterAll, beforeAll } from 'vitest'
import { openStore, type Store } from '../src/index.ts'
import { newFolder } from './set-up/stores.ts'
import { access } from './suites/access.ts'
import { isolation } from './suites/isolation.ts'
import { lists } from './suites/lists.ts'
import { pushing } from './suites/pushing.ts'
import { upkeep } from './suites/upkeep.ts'

let folder: string
let store: Store

beforeAll(async () => {
  folder = await newFolder()
  store = await openStore({ kind: 'embedded', folder })
})

afterAll(async () => {
  await store.close()
  await rm(folder, { recursive: true })
})

for (const suite of [pushing, lists, isolation, access, upkeep]) suite(() => store)
