// What the gateway publishes of each service: its description, its own OpenAPI document, the list
// that catalogues of interfaces read. Pure.

import type { Adapter } from '../contract.ts'
import { contractDocument } from '../remote/document.ts'
import type { WireDescription } from '../remote/wire.ts'

/** As any remote adapter says of itself: hosts and credentials are nobody's business. */
export function wireDescription({ describe, example }: Adapter, now: Date): WireDescription {
  const { id, title, input, semantics, openingHours, limits } = describe
  const { maxResponseBytes: _, ...spoken } = limits
  const { settlesAfterSeconds, ...can } = semantics
  return {
    id,
    contract: '1',
    title,
    input,
    semantics: { ...can, ...(settlesAfterSeconds === undefined ? {} : { settlesAfterSeconds }) },
    openingHours,
    // The lane, its waiting and the agency's own time: longer than the agency's alone.
    limits: { ...spoken, timeoutMs: Math.min(300_000, limits.timeoutMs + 5000) },
    ...(example ? { example: example(now) } : {}),
  }
}

export const serviceUrl = (baseUrl: string, id: string) => `${baseUrl}/api/v1/services/${id}`

export function serviceDocument({ describe }: Adapter, baseUrl: string) {
  const { $schema: _, ...input } = describe.input
  return contractDocument({
    servers: [{ url: serviceUrl(baseUrl, describe.id) }],
    info: { title: `${describe.title['zh-TW']} ${describe.title.en}` },
    input,
    security: [{ bearer: [] }],
    without: notOffered(describe),
  })
}

function notOffered({ kind, semantics }: Adapter['describe']): string[] {
  if (kind === 'desk') return ['submit', 'lookup', 'withdraw', 'correct', 'read', 'health']
  return ['read', ...(semantics.correct ? [] : ['correct'])]
}

/** APIs.json 0.19. */
export function apisJson(
  city: { id: string; name: { 'zh-TW': string; en: string } },
  adapters: Adapter[],
  baseUrl: string,
) {
  const host = new URL(baseUrl).hostname
  return {
    aid: `${host}:${city.id}`,
    name: `${city.name['zh-TW']} ${city.name.en}`,
    description: 'Services of the city’s agencies, each behind the same open contract',
    url: `${baseUrl}/apis.json`,
    specificationVersion: '0.19',
    apis: adapters.map(({ describe: { id, title } }) => ({
      aid: `${host}:${id}`,
      name: `${title['zh-TW']} ${title.en}`,
      description: `${title.en}: check, submit, look up and withdraw`,
      humanURL: `${baseUrl}/services/${id}/api`,
      baseURL: serviceUrl(baseUrl, id),
      properties: [{ type: 'OpenAPI', url: `${serviceUrl(baseUrl, id)}/openapi.json` }],
    })),
  }
}
