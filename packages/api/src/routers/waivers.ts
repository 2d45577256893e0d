import { listWaivers, type WaiverRecord } from '@sluice/store'
import * as z from 'zod'
import { reading, router } from '../procedures.ts'
import { described } from '../schemas/described.ts'
import { nameInput } from '../schemas/inputs.ts'
import { waiversShape } from '../schemas/shapes.ts'

export const waiversRouter = router({
  list: reading
    .meta({
      openapi: {
        method: 'GET',
        path: '/waivers',
        summary: 'The waivers of each model as its last evaluation left them',
        tags: ['waivers'],
      },
    })
    .input(z.object({ model: nameInput.optional() }))
    .output(described<readonly WaiverRecord[]>(waiversShape))
    .query(({ ctx: { services, session }, input }) => listWaivers(services.store, session.workspace, input)),
})
