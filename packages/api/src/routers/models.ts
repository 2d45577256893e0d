import { listModels, type ModelSummary, type Page } from '@sluice/store'
import { dayOf } from '../day.ts'
import { reading, router } from '../procedures.ts'
import { described, pageOf } from '../schemas/described.ts'
import { pageInput } from '../schemas/inputs.ts'
import { modelShape } from '../schemas/shapes.ts'

export const modelsRouter = router({
  list: reading
    .meta({
      openapi: { method: 'GET', path: '/models', summary: 'Every model with its last verdict', tags: ['models'] },
    })
    .input(pageInput)
    .output(described<Page<ModelSummary>>(pageOf(modelShape)))
    .query(({ ctx: { services, session }, input }) =>
      listModels(services.store, session.workspace, { ...input, today: dayOf(services.now()) }),
    ),
})
