import { listWaivers, type Page, type WaiverRecord } from '@sluice/store'
import { reading, router } from '../procedures.ts'
import { described, pageOf } from '../schemas/described.ts'
import { nameInput, pageInput } from '../schemas/inputs.ts'
import { waiverShape } from '../schemas/shapes.ts'

export const waiversRouter = router({
  list: reading
    .meta({
      openapi: {
        method: 'GET',
        path: '/waivers',
        summary: 'The waivers of each model as its last evaluation left them; those that end first in front',
        tags: ['waivers'],
      },
    })
    .input(pageInput.extend({ model: nameInput.optional() }))
    .output(described<Page<WaiverRecord>>(pageOf(waiverShape)))
    .query(({ ctx: { services, session }, input }) => listWaivers(services.store, session.workspace, input)),
})
