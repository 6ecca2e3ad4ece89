// What an agency gets, flattened to lines that can be copied one by one.

export interface CopyLine {
  name: string
  value: string
}

export function copyLines(input: unknown, name = ''): CopyLine[] {
  if (input === null || input === undefined || input === '') return []
  if (Array.isArray(input)) {
    const isPlain = input.every((item) => typeof item !== 'object')
    if (isPlain) return input.length > 0 ? [{ name, value: input.join('、') }] : []
    return input.flatMap((item, index) => copyLines(item, join(name, String(index + 1))))
  }
  if (typeof input === 'object') {
    return Object.entries(input).flatMap(([key, value]) => copyLines(value, join(name, key)))
  }
  return [{ name, value: String(input) }]
}

const join = (before: string, name: string): string => (before ? `${before} ${name}` : name)
