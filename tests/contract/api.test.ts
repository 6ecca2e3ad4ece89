// The public API is a promise: a change of it is a visible difference in docs/api.md. To accept one,
// run `npm run generate`, which runs this file with WRITE_DOCS=1.

import { readFileSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Station } from '../../src/core/station.ts'
import { newApp, newStation } from '../world.ts'
import { apiMarkdown, type OpenApi } from './markdown.ts'

const PAGE = 'docs/api.md'
let station: Station & { close(): Promise<void> }
let document: OpenApi

beforeAll(async () => {
  station = await newStation()
  document = (await (await newApp(station).request('/api/v1/openapi.json')).json()) as OpenApi
})
afterAll(() => station.close())

test('docs/api.md says what the routes do', () => {
  const text = apiMarkdown(document)
  if (process.env.WRITE_DOCS) writeFileSync(PAGE, text)
  expect(readFileSync(PAGE, 'utf8')).toBe(text)
})

test('every JSON route under /api/v1 is described', () => {
  const routes = newApp(station)
    .routes.filter((route) => route.path.startsWith('/api/v1/') && route.method !== 'ALL')
    .map((route) => `${route.method.toLowerCase()} ${route.path.replace(/:(\w+)/g, '{$1}')}`)
  const described = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method} ${path}`),
  )
  const missing = [...new Set(routes)].filter(
    (route) => !described.includes(route) && !route.endsWith('openapi.json'),
  )
  expect(missing).toEqual([])
})

test('every operation says what it is for and how it fails', () => {
  const silent = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, operation]) => !operation.summary)
      .map(([method]) => `${method} ${path}`),
  )
  expect(silent).toEqual([])
})
