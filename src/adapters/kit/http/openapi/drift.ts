// What has changed between the document an adapter was written from and the one that is served now,
// in the parts the adapter uses. What only grew (a new field that may be left out) is no change.

import type { ApiDocument, OperationShape, Scheme } from './document.ts'

/** `createHold request/properties/persons/maximum`, one a difference that may break something. */
export function differences(
  ours: ApiDocument,
  theirs: ApiDocument,
  used: string[],
  resolve: (address: string) => string,
): string[] {
  return used.flatMap((id) => {
    const ourOperation = ours.operations.get(id)
    const theirOperation = theirs.operations.get(id)
    if (!ourOperation) return []
    if (!theirOperation) return [`${id} gone`]
    return [
      ...differ(partsOf(ourOperation), partsOf(theirOperation), ''),
      ...differ(wayIn(ours, ourOperation, resolve), wayIn(theirs, theirOperation, resolve), ''),
    ].map((where) => `${id} ${where}`)
  })
}

const partsOf = ({ method, path, parameters, request, responses }: OperationShape) => ({
  method,
  path,
  // By name, and without those we may leave out: they are no business of ours.
  parameters: Object.fromEntries(
    parameters.filter((one) => one.required).map((one) => [`${one.in}:${one.name}`, one.schema]),
  ),
  request,
  responses: { properties: responses },
})

function wayIn(
  document: ApiDocument,
  { security }: OperationShape,
  resolve: (url: string) => string,
) {
  if (!security) return { security: null }
  const scheme: Partial<Scheme> = document.schemes.get(security.scheme) ?? {}
  const tokenUrl = scheme.tokenUrl === undefined ? {} : { tokenUrl: resolve(scheme.tokenUrl) }
  return { security: { ...scheme, ...tokenUrl, scopes: security.scopes.toSorted() } }
}

/** Where two values differ. What is new among `properties` is no difference. */
function differ(ours: unknown, theirs: unknown, where: string): string[] {
  if (!isBag(ours) || !isBag(theirs)) {
    return JSON.stringify(sorted(ours)) === JSON.stringify(sorted(theirs)) ? [] : [where || 'all']
  }
  const mayGrow = where === 'properties' || where.endsWith('/properties')
  const added = mayGrow ? [] : Object.keys(theirs).filter((name) => !(name in ours))
  const at = (name: string) => (where === '' ? name : `${where}/${name}`)
  return [
    ...added.map(at),
    ...Object.keys(ours).flatMap((name) =>
      name in theirs ? differ(ours[name], theirs[name], at(name)) : [`${at(name)} gone`],
    ),
  ]
}

/** `required`, `enum` and the like say the same in any order; `anyOf` does by chance only. */
const sorted = (value: unknown): unknown =>
  Array.isArray(value) && value.every((one) => typeof one === 'string') ? value.toSorted() : value

const isBag = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
