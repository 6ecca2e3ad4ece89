// XML as old services speak it. Entities and document types are refused, because both are ways to
// make a parser read what it was not sent or grow without bound.

import { XMLBuilder, XMLParser, XMLValidator } from 'fast-xml-parser'

/** A parsed element: text, or its children by name. Attributes start with `@`. */
export type XmlNode = string | { [name: string]: XmlNode | XmlNode[] }

const LISTS = 50

/**
 * The document as nested records; every value stays text (`007` is not a number).
 * `withoutPrefixes`: `soap:Body` is `Body`.
 * @throws Error when it is cut off, not well-formed, or declares a document type
 */
export function parse(
  text: string,
  { withoutPrefixes = false } = {},
): Record<string, XmlNode | XmlNode[]> {
  if (/<!(?:DOCTYPE|ENTITY)/i.test(text)) throw new Error('XML with a document type is refused')
  const valid = XMLValidator.validate(text)
  if (valid !== true) throw new Error(`XML is not well-formed at line ${valid.err.line}`)

  const parsed = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '@',
    parseTagValue: false,
    parseAttributeValue: false,
    processEntities: true,
    trimValues: true,
    maxNestedTags: LISTS,
    removeNSPrefix: withoutPrefixes,
  }).parse(text)
  const { '?xml': _declaration, ...rest } = parsed as Record<string, XmlNode>
  return rest
}

/** Characters XML 1.0 has no way to write, not even escaped. Source: its section 2.2. */
const NOT_XML = /(?![\t\n\r])\p{Cc}|\p{Cs}|[\ufffe\uffff]/gu

/**
 * A document with the declaration its encoding needs; text is escaped. What no XML may hold, such as a
 * backspace pasted into a field, is left out: one of it makes the whole document unreadable.
 */
export function build(root: Record<string, unknown>, encoding = 'UTF-8'): string {
  const body: string = new XMLBuilder({
    ignoreAttributes: false,
    attributeNamePrefix: '@',
    processEntities: true,
    suppressEmptyNode: false,
  }).build(root)
  return `<?xml version="1.0" encoding="${encoding}"?>\n${body.replace(NOT_XML, '')}`
}

/** Text at a path of element names, '' when it is not there. The first of several counts. */
export function textOf(node: XmlNode | XmlNode[] | undefined, ...path: string[]): string {
  const first = Array.isArray(node) ? node[0] : node
  if (first === undefined) return ''
  const [name, ...rest] = path
  if (name === undefined) return typeof first === 'string' ? first : textIn(first)
  return typeof first === 'string' ? '' : textOf(first[name], ...rest)
}

/** Elements at a path, always as a list. */
export function listOf(node: XmlNode | undefined, ...path: string[]): XmlNode[] {
  const [name, ...rest] = path
  if (node === undefined || typeof node === 'string' || name === undefined) return []
  const found = node[name]
  const list = Array.isArray(found) ? found : found === undefined ? [] : [found]
  return rest.length === 0 ? list : list.flatMap((child) => listOf(child, ...rest))
}

/** An element with attributes keeps its text under `#text`. */
function textIn(node: Exclude<XmlNode, string>): string {
  const text = node['#text']
  return typeof text === 'string' ? text : ''
}
