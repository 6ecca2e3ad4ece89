// What an agency gets, flattened to single values in the order of the form.

export interface Leaf {
  path: string[]
  value: string
}

/** Says nothing to whoever fills in a form. */
const SILENT = new Set(['entry_exempt'])

export function leavesOf(input: unknown, path: string[] = []): Leaf[] {
  if (input === null || input === undefined || input === '' || input === false) return []
  if (Array.isArray(input)) {
    if (input.every((item) => typeof item !== 'object')) {
      return input.length > 0 ? [{ path, value: input.join('、') }] : []
    }
    return input.flatMap((item, index) => leavesOf(item, [...path, String(index)]))
  }
  if (typeof input !== 'object') return [{ path, value: String(input) }]
  // An address is written in one line; its parts would be said twice.
  const { text } = input as { text?: unknown }
  if (typeof text === 'string') return leavesOf(text, path)
  return Object.entries(input)
    .filter(([part]) => !SILENT.has(part))
    .flatMap(([part, value]) => leavesOf(value, [...path, part]))
}
