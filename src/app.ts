// Puts the program together: the edge, the core's routes, then each module in the order of
// modules.ts. A route without an access rule stops the start.

import type { RequestListener } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { OpenAPIHono } from '@hono/zod-openapi'
import { compress } from 'hono/compress'
import { module as adapters } from './adapters/index.ts'
import { module as cases } from './cases/index.ts'
import { allow, everyone, methodsAt, routesWithoutRule } from './core/access.ts'
import type { City } from './core/city.ts'
import { Failure } from './core/errors.ts'
import { delivery } from './core/events.ts'
import { frameOf } from './core/frame.ts'
import {
  answerFailure,
  guardForms,
  guardHeaders,
  guardSize,
  logRequests,
  prepare,
} from './core/http.tsx'
import type { JobDefinition } from './core/jobs.ts'
import { logApi } from './core/openlog-api.ts'
import { publication } from './core/openlog-files.ts'
import { logPages } from './core/openlog-pages.tsx'
import type { ModuleParts } from './core/parts.ts'
import { quickly } from './core/quick.ts'
import { forgetting } from './core/rate-limit.ts'
import { coreRoutes } from './core/routes.ts'
import type { Station } from './core/station.ts'
import type { Web } from './core/web.ts'
import { module as journeys } from './journeys/index.ts'
import { module as people, session } from './people/index.ts'
import { module as places } from './places/index.ts'
import { module as promises } from './promises/index.ts'
import { module as supply } from './supply/index.ts'
import { galleryPage } from './ui/gallery.tsx'
import { module as voices } from './voices/index.ts'

/** In the order of modules.ts. */
export const MODULE_PARTS: ModuleParts[] = [
  people,
  places,
  promises,
  adapters,
  journeys,
  cases,
  supply,
  voices,
]

/** Modules that the city did not switch off; the rest must not notice. */
export const presentParts = ({ modulesOff }: Pick<City, 'modulesOff'>): ModuleParts[] =>
  MODULE_PARTS.filter((parts) => !modulesOff.some((name) => name === parts.name))

/** Reads the city's files again, up to the first module that finds mistakes; gives those. */
export async function reloadCity(station: Station): Promise<string[]> {
  for (const parts of presentParts(station.city)) {
    const mistakes = (await parts.reload?.(station)) ?? []
    if (mistakes.length > 0) return mistakes
  }
  return []
}

export function allJobs(city: Pick<City, 'modulesOff'>): JobDefinition[] {
  const present = presentParts(city)
  const deliver = delivery(present.flatMap((parts) => parts.listeners ?? []))
  return [deliver, publication, forgetting, ...present.flatMap((parts) => parts.jobs ?? [])]
}

export function buildApp(station: Station): OpenAPIHono<Web> {
  const app = new OpenAPIHono<Web>()
  app.onError(answerFailure)
  app.notFound((c) => {
    // What stands beside the API under /api is a sign-in library's and stays unseen.
    const isOurs = c.req.path.startsWith('/api/v1/')
    const methods = isOurs ? methodsAt(app.routes, c.req.path) : []
    if (methods.length === 0) throw new Failure('not_found', 'core.not_found')
    c.header('Allow', methods.join(', '))
    throw new Failure('not_allowed', 'core.not_allowed')
  })
  app.use(
    prepare(station),
    logRequests(),
    guardHeaders(station),
    guardSize(),
    guardForms(),
    session,
  )
  app.use(async (c, next) => (c.req.path.endsWith('/stream') ? next() : compressed(c, next)))

  for (const routes of [coreRoutes, logPages, logApi]) app.route('/', routes)
  app.get('/gallery', allow(everyone), (c) =>
    c.html(galleryPage(frameOf(c, { title: c.var.t('core.gallery'), noIndex: true }))),
  )
  for (const parts of presentParts(station.city)) {
    if (parts.pages) app.route('/', parts.pages)
    if (parts.api) app.route('/', parts.api)
  }
  describeApi(app, station)
  refuseOpenDoors(app)
  return app
}

const compressed = compress()

/** The app as a server takes it, with what stands ready in memory before it. */
export function listenerOf(station: Station): RequestListener {
  const quick = presentParts(station.city).flatMap((parts) => parts.quick ?? [])
  return quickly(station, quick, getRequestListener(buildApp(station).fetch))
}

function describeApi(app: OpenAPIHono<Web>, station: Station): void {
  app.openAPIRegistry.registerComponent('securitySchemes', 'token', {
    type: 'http',
    scheme: 'bearer',
  })
  app.get('/api/v1/openapi.json', allow(everyone), (c) =>
    c.json(
      app.getOpenAPI31Document({
        openapi: '3.1.0',
        info: { title: 'Yizhan', version: '1' },
        servers: [{ url: station.config.baseUrl }],
      }),
    ),
  )
}

function refuseOpenDoors(app: OpenAPIHono<Web>): void {
  const open = routesWithoutRule(app.routes)
  if (open.length > 0) throw new Error(`Routes without an access rule: ${open.join(', ')}`)
}
