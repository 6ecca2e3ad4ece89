// docs/api.md, written from the OpenAPI document that the routes themselves give.

interface Operation {
  summary?: string
  description?: string
  security?: unknown[]
  parameters?: { name: string; in: string; required?: boolean; description?: string }[]
  requestBody?: { content: Record<string, { schema: unknown }> }
  responses: Record<string, { description: string }>
}

export interface OpenApi {
  info: { title: string; version: string; description?: string }
  paths: Record<string, Record<string, Operation>>
}

const INTRODUCTION = `# API

Generated from the routes; \`GET /api/v1/openapi.json\` is the same as OpenAPI 3.1. Do not edit.

Errors are RFC 9457 problem details (\`application/problem+json\`); \`errors\` lists every field that is wrong, each with
a JSON pointer and a sentence in the language of \`Accept-Language\` (zh-TW or en). Lists are \`{ items, next }\`.
Writes take \`Idempotency-Key\`: the same key and body answer the same thing again, another body is a conflict. Times are
RFC 3339 with zone.
`

export function apiMarkdown(document: OpenApi): string {
  const sections = Object.entries(document.paths)
    .sort(([a], [b]) => a.localeCompare(b, 'en'))
    .flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => section(method, path, operation)),
    )
  return `${INTRODUCTION}\n${sections.join('\n')}`
}

function section(method: string, path: string, operation: Operation): string {
  const parameters = (operation.parameters ?? []).map(
    (p) => `| \`${p.name}\` | ${p.in} | ${p.required ? 'yes' : 'no'} | ${p.description ?? ''} |`,
  )
  const answers = Object.entries(operation.responses).map(
    ([status, { description }]) => `- ${status}: ${description}`,
  )
  return [
    `## ${method.toUpperCase()} ${path}\n`,
    operation.summary ? `${operation.summary}\n` : '',
    operation.description ? `${operation.description}\n` : '',
    parameters.length > 0
      ? `| parameter | in | required | |\n|---|---|---|---|\n${parameters.join('\n')}\n`
      : '',
    `${answers.join('\n')}\n`,
  ]
    .filter(Boolean)
    .join('\n')
}
