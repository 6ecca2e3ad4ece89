// An OpenAPI 3 document as far as calling it needs: operations by name, with their schemas in full.
// References outside the document are refused; notes, examples and extensions are left out.

import { z } from 'zod'

export type Schema = { [keyword: string]: unknown }

export interface Parameter {
  name: string
  in: string
  required: boolean
  schema: Schema
}

export interface OperationShape {
  id: string
  method: string
  path: string
  parameters: Parameter[]
  request: Schema | null
  /** By status as written: `201`, `2XX`, `default`. Null: an answer without JSON. */
  responses: Record<string, Schema | null>
  /** The first way in that the document names; null when none is needed. */
  security: { scheme: string; scopes: string[] } | null
}

export interface Scheme {
  type: string
  tokenUrl?: string
  /** Of an API key: `header` or `query`, and its name there. */
  in?: string
  name?: string
  /** Of `http`: `basic` or `bearer`. */
  scheme?: string
}

export interface ApiDocument {
  operations: Map<string, OperationShape>
  schemes: Map<string, Scheme>
}

const METHODS = ['get', 'put', 'post', 'delete', 'patch']
const DEEPEST = 40

const node = z.looseObject({})
type Node = z.output<typeof node>

const DocumentSchema = z.looseObject({
  openapi: z.string().regex(/^3\.[01]/, 'expected OpenAPI 3.0 or 3.1'),
  paths: z.record(z.string(), node),
  components: z.looseObject({ securitySchemes: z.record(z.string(), node).optional() }).optional(),
  security: z.array(z.record(z.string(), z.array(z.string()))).optional(),
})

/** @throws ZodError, Error with the reference that leads nowhere */
export function readDocument(raw: unknown): ApiDocument {
  const said = DocumentSchema.parse(raw)
  const operations = new Map<string, OperationShape>()
  for (const [path, item] of Object.entries(said.paths)) {
    for (const method of METHODS.filter((one) => item[one] !== undefined)) {
      const operation = node.parse(item[method])
      const shape = readOperation(said, { method, path, item, operation })
      operations.set(shape.id, shape)
    }
  }
  const schemes = Object.entries(said.components?.securitySchemes ?? {})
  return {
    operations,
    schemes: new Map(schemes.map(([name, scheme]) => [name, readScheme(resolve(said, scheme))])),
  }
}

interface Found {
  method: string
  path: string
  item: Node
  operation: Node
}

function readOperation(root: Node, { method, path, item, operation }: Found): OperationShape {
  const parameters = [...listIn(item.parameters), ...listIn(operation.parameters)]
  const responses = Object.entries(node.parse(operation.responses ?? {}))
  const security = (operation.security ?? root.security) as Record<string, string[]>[] | undefined
  const [way] = security ?? []
  const [scheme, scopes = []] = Object.entries(way ?? {})[0] ?? []
  return {
    id: String(operation.operationId ?? `${method} ${path}`),
    method: method.toUpperCase(),
    path,
    parameters: parameters.map((one) => readParameter(root, resolve(root, one))),
    request: bodySchema(root, operation.requestBody),
    responses: Object.fromEntries(
      responses.map(([status, response]) => [status, bodySchema(root, response)]),
    ),
    security: scheme ? { scheme, scopes } : null,
  }
}

const listIn = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])

const readParameter = (root: Node, said: Node): Parameter => ({
  name: String(said.name),
  in: String(said.in),
  required: said.required === true,
  schema: tidy(root, said.schema ?? {}),
})

function readScheme(said: Node): Scheme {
  const flows = node.safeParse(said.flows).data
  const flow = node.safeParse(flows?.clientCredentials).data
  return {
    type: String(said.type),
    ...(flow ? { tokenUrl: String(flow.tokenUrl) } : {}),
    ...(said.in ? { in: String(said.in), name: String(said.name) } : {}),
    ...(said.scheme ? { scheme: String(said.scheme).toLowerCase() } : {}),
  }
}

/** The schema of the JSON in a request or an answer. */
function bodySchema(root: Node, body: unknown): Schema | null {
  if (body === undefined) return null
  const { content = {} } = resolve(root, body)
  const json = Object.entries(node.parse(content)).find(([type]) => /[/+]json\b/.test(type))?.[1]
  return json === undefined ? null : tidy(root, node.parse(json).schema ?? {})
}

function resolve(root: Node, value: unknown, depth = 0): Node {
  const said = node.parse(value)
  if (typeof said.$ref !== 'string') return said
  const steps = said.$ref.startsWith('#/') ? said.$ref.slice(2).split('/') : null
  const found = steps?.reduce<unknown>(
    (at, step) => (at as Node | undefined)?.[step.replaceAll('~1', '/').replaceAll('~0', '~')],
    root,
  )
  if (found === undefined || depth > DEEPEST) throw new Error(`${said.$ref} leads nowhere`)
  return resolve(root, found, depth + 1)
}

const PLAIN =
  'type enum const pattern format minimum maximum exclusiveMinimum exclusiveMaximum multipleOf minLength maxLength minItems maxItems uniqueItems required'.split(
    ' ',
  )

/** What validates, and nothing else; `nullable` of OpenAPI 3.0 as 3.1 says it. */
function tidy(root: Node, value: unknown, depth = 0): Schema {
  if (typeof value === 'boolean') return value ? {} : { not: {} }
  if (depth > DEEPEST) throw new Error('a schema refers to itself')
  const said = resolve(root, value)
  const inner = (one: unknown) => tidy(root, one, depth + 1)
  const kept: Schema = {}
  for (const word of PLAIN) if (said[word] !== undefined) kept[word] = said[word]
  for (const word of ['anyOf', 'oneOf', 'allOf']) {
    if (Array.isArray(said[word])) kept[word] = said[word].map(inner)
  }
  if (said.items !== undefined) kept.items = inner(said.items)
  if (said.properties !== undefined) {
    const properties = Object.entries(node.parse(said.properties))
    kept.properties = Object.fromEntries(properties.map(([name, one]) => [name, inner(one)]))
  }
  if (said.additionalProperties !== undefined) {
    kept.additionalProperties = inner(said.additionalProperties)
  }
  return said.nullable === true ? { anyOf: [kept, { type: 'null' }] } : kept
}
