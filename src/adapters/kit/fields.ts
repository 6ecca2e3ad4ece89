// Finds the fields of an old form as a person does: by the words beside them. Names in old forms mean
// nothing and change; labels are what the agency promises its visitors.

import type { CheerioAPI } from 'cheerio'

/** An element as cheerio holds it. */
export type Node = ReturnType<CheerioAPI>[number]

export interface Field {
  /** Without stars, colons and spaces. */
  label: string
  name: string
  kind: 'text' | 'select' | 'radio' | 'tick' | 'long_text' | 'file'
  required: boolean
  /** Visible texts and what they send; empty but for selects and radios. */
  options: { text: string; value: string }[]
  /** Longest text a browser would let a person type; null is no limit. */
  maxLength: number | null
  nodes: Node[]
}

const NOT_A_FIELD = 'hidden|submit|button|image|reset'
const STARRED = /[*＊※]|[（(]必填[）)]/

/** Labels as they are compared: stars, colons and all white space are decoration. */
export const plainLabel = (text: string): string =>
  text.replace(/[*＊※：:\s\u3000]|[（(]必填[）)]/g, '')

/** Visible fields of a form in reading order; radios of one name are one field. */
export function fieldsOf($: CheerioAPI, form: Node): Field[] {
  const controls = $(form)
    .find('input, select, textarea')
    .toArray()
    .filter((node) => !new RegExp(`^(${NOT_A_FIELD})$`).test(typeOf($, node)))
    .filter((node) => $(node).attr('disabled') === undefined)

  const fields: Field[] = []
  for (const node of controls) {
    const name = $(node).attr('name') ?? ''
    const group = fields.find((field) => field.kind === 'radio' && field.name === name)
    if (group && typeOf($, node) === 'radio') addRadio($, group, node)
    else fields.push(readField($, node, name))
  }
  return fields
}

function readField($: CheerioAPI, node: Node, name: string): Field {
  const kind = kindOf($, node)
  const written = kind === 'radio' ? groupLabel($, node) : labelOf($, node)
  const maxLength = Number($(node).attr('maxlength'))
  const field: Field = {
    label: plainLabel(written),
    name,
    kind,
    required:
      $(node).attr('required') !== undefined ||
      $(node).attr('aria-required') === 'true' ||
      STARRED.test(written),
    options: kind === 'select' ? optionsOf($, node) : [],
    maxLength: maxLength > 0 ? maxLength : null,
    nodes: kind === 'radio' ? [] : [node],
  }
  if (kind === 'radio') addRadio($, field, node)
  return field
}

function addRadio($: CheerioAPI, field: Field, node: Node): void {
  field.nodes.push(node)
  field.options.push({ text: labelOf($, node).trim(), value: $(node).attr('value') ?? 'on' })
}

function kindOf($: CheerioAPI, node: Node): Field['kind'] {
  if ($(node).is('select')) return 'select'
  if ($(node).is('textarea')) return 'long_text'
  const type = typeOf($, node)
  if (type === 'radio') return 'radio'
  if (type === 'checkbox') return 'tick'
  return type === 'file' ? 'file' : 'text'
}

const typeOf = ($: CheerioAPI, node: Node): string => ($(node).attr('type') ?? '').toLowerCase()

const optionsOf = ($: CheerioAPI, node: Node) =>
  $(node)
    .find('option')
    .toArray()
    .map((option) => {
      const text = $(option).text().trim()
      return { text, value: $(option).attr('value') ?? text }
    })

/** Nearest first: its own label, the label around it, the cell or text before it, its column's head. */
function labelOf($: CheerioAPI, node: Node): string {
  const id = $(node).attr('id')
  const own =
    id === undefined
      ? ''
      : $('label')
          .filter((_, l) => $(l).attr('for') === id)
          .text()
  return (
    [
      () => own,
      () => textAround($, node),
      () => $(node).attr('aria-label') ?? '',
      () => textAfter($, node),
      () => textBefore($, node),
      () => cellBefore($, node),
      () => $(node).closest('dd').prevAll('dt').first().text(),
      () => columnHead($, node),
    ]
      .map((find) => find())
      .find((text) => plainLabel(text) !== '') ?? ''
  )
}

function textAround($: CheerioAPI, node: Node): string {
  const around = $(node).closest('label').clone()
  around.find('input, select, textarea').remove()
  return around.text()
}

/** Text straight before the control in the same cell or paragraph: `姓名：<input>`. */
function textBefore($: CheerioAPI, node: Node): string {
  const before = node.prev
  return before?.type === 'text' ? $(before).text() : ''
}

/** The words of a tick or a choice stand behind it: `<input type="checkbox">我同意`. */
function textAfter($: CheerioAPI, node: Node): string {
  const after = /^(checkbox|radio)$/.test(typeOf($, node)) ? node.next : null
  return after?.type === 'text' ? $(after).text() : ''
}

function cellBefore($: CheerioAPI, node: Node): string {
  return $(node)
    .closest('td, th')
    .prevAll('td, th')
    .filter((_, cell) => $(cell).find('input, select, textarea').length === 0)
    .first()
    .text()
}

function columnHead($: CheerioAPI, node: Node): string {
  const cell = $(node).closest('td')
  const head = cell.closest('table').find('tr').first().children('td, th')
  return cell.length === 0 ? '' : head.eq(cell.prevAll('td, th').length).text()
}

/** What a group of radios is called: the legend, or the cell before the one they stand in. */
function groupLabel($: CheerioAPI, node: Node): string {
  const legend = $(node).closest('fieldset').children('legend').first().text()
  return legend || cellBefore($, node)
}
