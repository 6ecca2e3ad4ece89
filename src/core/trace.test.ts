import { INVALID_SPAN_CONTEXT, type Span, type SpanStatus, trace } from '@opentelemetry/api'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { newApp, newStation, type TestStation } from '../../tests/world.ts'
import { inSpan } from './trace.ts'

/** What a city's own SDK would be given. */
const ended: { name: string; attributes: Record<string, unknown>; status?: SpanStatus }[] = []

function recordingSpan(name: string, options: { attributes?: Record<string, unknown> }): Span {
  const kept: (typeof ended)[number] = { name, attributes: { ...options.attributes } }
  const span = {
    spanContext: () => INVALID_SPAN_CONTEXT,
    updateName: (to: string) => {
      kept.name = to
      return span
    },
    setAttributes: (more: Record<string, unknown>) => {
      Object.assign(kept.attributes, more)
      return span
    },
    setStatus: (status: SpanStatus) => {
      kept.status = status
      return span
    },
    end: () => void ended.push(kept),
  }
  return span as unknown as Span
}

let station: TestStation
beforeAll(async () => {
  station = await newStation({ bare: true })
  trace.setGlobalTracerProvider({
    getTracer: () => ({
      startSpan: recordingSpan,
      startActiveSpan: (name: string, options: object, work: (span: Span) => unknown) =>
        work(recordingSpan(name, options)),
    }),
  } as unknown as Parameters<typeof trace.setGlobalTracerProvider>[0])
})
beforeEach(() => {
  ended.length = 0
})
afterAll(() => {
  trace.disable()
  return station.close()
})

test('a request is named by its route’s pattern, never by its address', async () => {
  await newApp(station).request('/assets/secret-of-someone.css')
  expect(ended).toEqual([
    { name: 'GET /assets/*', attributes: { 'http.response.status_code': 404 } },
  ])
})

test('work that fails ends its span as failed, without saying how', async () => {
  const work = inSpan('job cases.carry', { attempt: 1 }, async () => {
    throw new Error('林小姐')
  })
  await expect(work).rejects.toThrow()
  expect(ended).toEqual([
    { name: 'job cases.carry', attributes: { attempt: 1 }, status: { code: 2 } },
  ])
})
