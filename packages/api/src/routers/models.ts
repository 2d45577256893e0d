import { gateSeries, getModel, listModels, type ModelSummary, type Page, type SeriesPoint } from '@sluice/store'
import * as z from 'zod'
import { dayOf } from '../day.ts'
import { found } from '../found.ts'
import { reading, router } from '../procedures.ts'
import { described, listOf, pageOf } from '../schemas/described.ts'
import { lineInput, nameInput, pageInput } from '../schemas/inputs.ts'
import { modelShape, seriesPointShape } from '../schemas/shapes.ts'

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

  get: reading
    .meta({
      openapi: { method: 'GET', path: '/models/{model}', summary: 'One model with its last verdict', tags: ['models'] },
    })
    .input(z.object({ model: nameInput }))
    .output(described<ModelSummary>(modelShape))
    .query(async ({ ctx: { services, session }, input: { model } }) =>
      found(
        await getModel(services.store, session.workspace, { model, today: dayOf(services.now()) }),
        `evaluation of ${JSON.stringify(model)}`,
      ),
    ),

  series: reading
    .meta({
      openapi: {
        method: 'GET',
        path: '/models/{model}/series',
        summary: "One gate's value on one slice over the last evaluations, oldest first",
        tags: ['models'],
      },
    })
    .input(z.object({ model: nameInput, gate: lineInput, slice: lineInput, limit: z.int().min(1).max(200).optional() }))
    .output(described<readonly SeriesPoint[]>(listOf(seriesPointShape)))
    .query(({ ctx: { services, session }, input }) => gateSeries(services.store, session.workspace, input)),
})
