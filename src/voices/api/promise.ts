// The promise to all and the first testers, for programs. Read only: a weighing is a file of the
// owner, a run is made on the device that is tried.

import { createRoute, z } from '@hono/zod-openapi'
import { allow, everyone } from '../../core/access.ts'
import { taipeiTime } from '../../core/clock.ts'
import { newApi } from '../../core/web.ts'
import { getVersion } from '../../journeys/index.ts'
import { listRuns } from '../actions/trials.ts'
import { contradictionOf } from '../rules/trial.ts'
import { type Run, TESTERS, WAYS } from '../schema/trial.ts'
import { WeighingSchema } from '../schema/weighing.ts'
import { type KeptWeighing, listWeighings } from '../store/weighings.ts'

const localText = z.union([z.string(), z.object({ 'zh-TW': z.string(), en: z.string() })])

const RunShape = z
  .object({
    id: z.string(),
    version: z.int(),
    way: z.enum(WAYS),
    tester: z
      .enum(TESTERS)
      .nullable()
      .openapi({ description: 'A group; null: whoever answers for the journey' }),
    testerWords: localText.nullable(),
    finished: z.boolean(),
    counts: z.boolean().openapi({ description: 'Whether it lets the version start' }),
    stoppedAt: z.string().nullable().openapi({ description: 'Page of the journey' }),
    stumbled: localText.nullable(),
    language: z.enum(['zh-TW', 'en']),
    script: z.boolean().nullable(),
    widthPx: z.int().nullable(),
    minutes: z.int(),
    endedAt: z.iso.datetime({ offset: true }),
    example: z.boolean().openapi({ description: 'Of a demo city: it did not take place' }),
  })
  .openapi('ClosedTest')

const WeighingShape = z
  .object({
    version: z.int(),
    digest: z.string(),
    keptAt: z.iso.datetime({ offset: true }),
    changedAt: z.iso.datetime({ offset: true }).nullable(),
    content: WeighingSchema.extend({
      isExample: z.boolean().openapi({ description: 'Of a demo city: nobody counted it' }),
    }),
  })
  .openapi('Weighing')

const list = <S extends z.ZodType>(shape: S, description: string) => ({
  200: {
    description,
    content: {
      'application/json': { schema: z.object({ items: z.array(shape), next: z.null() }) },
    },
  },
})
const params = z.object({ journey: z.string().max(100) })

export const promiseApi = newApi()

promiseApi.openapi(
  createRoute({
    method: 'get',
    path: '/api/v1/weighings/{journey}',
    middleware: allow(everyone),
    summary: 'The promise to all of each version of a journey: doors weighed, people told',
    request: { params },
    responses: list(WeighingShape, 'Newest version first'),
  }),
  async (c) => {
    const { journey } = c.req.valid('param')
    await getVersion(c.var.db, journey)
    const kept = await listWeighings(c.var.db, { what: 'journey', id: journey })
    return c.json({ items: kept.map(weighingJson), next: null }, 200)
  },
)

promiseApi.openapi(
  createRoute({
    method: 'get',
    path: '/api/v1/trials/{journey}',
    middleware: allow(everyone),
    summary: 'Who went through a journey before it went live, and where they stumbled',
    request: { params },
    responses: list(RunShape, 'Newest first'),
  }),
  async (c) => {
    const { journey } = c.req.valid('param')
    await getVersion(c.var.db, journey)
    const runs = await listRuns(c.var.station, c.var.db, journey)
    return c.json({ items: runs.map(runJson), next: null }, 200)
  },
)

const weighingJson = ({ version, digest, keptAt, changedAt, content }: KeptWeighing) => ({
  version,
  digest,
  keptAt: taipeiTime(keptAt),
  changedAt: changedAt && taipeiTime(changedAt),
  content,
})

const runJson = (run: Run) => ({
  id: run.runId,
  version: run.version,
  way: run.way,
  tester: run.tester,
  testerWords: run.testerWords,
  finished: run.isFinished,
  counts: contradictionOf(run) === null,
  stoppedAt: run.stoppedAt,
  stumbled: run.stumbled,
  language: run.language,
  script: run.hasScript,
  widthPx: run.widthPx,
  minutes: run.minutes,
  endedAt: taipeiTime(run.endedAt),
  example: run.isExample,
})
