// Spans of requests and jobs, for whoever starts the program with an OpenTelemetry SDK; without one
// they cost nothing. Names and attributes are patterns and counts: nothing here can name a person.

import { type Attributes, type Span, SpanStatusCode, trace } from '@opentelemetry/api'

const TRACER = 'yizhan'

/** What `work` starts in its turn becomes a child of this span. */
export function inSpan<T>(
  name: string,
  attributes: Attributes,
  work: (span: Span) => Promise<T>,
): Promise<T> {
  return trace.getTracer(TRACER).startActiveSpan(name, { attributes }, async (span) => {
    try {
      return await work(span)
    } catch (error) {
      // The error itself goes to the log: its message may quote a person.
      span.setStatus({ code: SpanStatusCode.ERROR })
      throw error
    } finally {
      span.end()
    }
  })
}
