// Fills an old form as a browser would send it: every field it holds already, hidden ones included,
// changed by what we write. Fields are named by label, choices by their visible text.

import type { CheerioAPI } from 'cheerio'
import { type Field, fieldsOf, type Node, plainLabel } from './fields.ts'
import { buttonOf, formWith, type Page } from './page.ts'
import { ChangedLayout, DoesNotFit } from './trouble.ts'

/** By label: text, the visible text of a choice, or whether a box is ticked. */
export type Values = Record<string, string | boolean>

/** A file for a field that takes one. `name` has the ending that the agency looks at. */
export interface Upload {
  name: string
  mediaType: string
  bytes: Uint8Array
}

/** `Values`, and files. */
export type FormValues = Record<string, string | boolean | Upload>

export interface FilledForm {
  url: string
  method: 'GET' | 'POST'
  fields: [name: string, value: string | Upload][]
  isMultipart: boolean
}

/**
 * @throws ChangedLayout when a label or the button is not there, or a file is not what it takes
 * @throws DoesNotFit when a choice is not offered or a text is longer than the field
 */
export function fillForm(page: Page, values: FormValues, button?: string): FilledForm {
  const form = formWith(page, button)
  if (!form) throw new ChangedLayout([`no form with “${button ?? 'fields'}”`])

  const { $ } = page
  const controls = $(form).find('input, select, textarea').toArray()
  const sent = new Map<Node, string | Upload>()
  for (const node of controls) {
    const value = heldBy($, node)
    if (value !== null) sent.set(node, value)
  }
  write($, fieldsOf($, form), values, sent)

  const pressed = buttonOf(page, form, button)
  const name = pressed && $(pressed).attr('name')
  const fields = controls
    .filter((node) => sent.has(node) && $(node).attr('name'))
    .map((node): [string, string | Upload] => [$(node).attr('name') ?? '', sent.get(node) ?? ''])
  if (pressed && name) fields.push([name, $(pressed).attr('value') ?? ''])

  return { ...targetOf(page, form), fields }
}

function write(
  $: CheerioAPI,
  fields: Field[],
  values: FormValues,
  sent: Map<Node, string | Upload>,
): void {
  for (const [label, value] of Object.entries(values)) {
    const field = fields.find((each) => each.label === plainLabel(label))
    if (!field) throw new ChangedLayout([`missing ${label}`])
    for (const node of field.nodes) sent.delete(node)
    const [node, content] = chosen($, field, value)
    if (node) sent.set(node, content)
  }
}

/** Which control sends what. No control: an unticked box sends nothing. */
function chosen(
  $: CheerioAPI,
  field: Field,
  value: FormValues[string],
): [Node | null, string | Upload] {
  const [first = null] = field.nodes
  if (typeof value === 'object' || field.kind === 'file') {
    const isFile = typeof value === 'object'
    if (isFile && field.kind === 'file') return [first, value]
    throw new ChangedLayout([`${field.label} takes ${isFile ? 'no' : 'a'} file`])
  }
  if (field.kind === 'tick') {
    return value === true && first ? [first, $(first).attr('value') ?? 'on'] : [null, '']
  }
  const text = String(value)
  if (field.kind === 'select' || field.kind === 'radio') {
    const at = field.options.findIndex((option) => option.text === text)
    const option = field.options[at]
    if (!option) throw new DoesNotFit(field.label)
    return [field.kind === 'radio' ? (field.nodes[at] ?? null) : first, option.value]
  }
  if (field.maxLength !== null && text.length > field.maxLength) throw new DoesNotFit(field.label)
  return [first, text]
}

/** What the control sends if nobody touches it; null is nothing. */
function heldBy($: CheerioAPI, node: Node): string | null {
  const control = $(node)
  if (control.attr('disabled') !== undefined) return null
  if (control.is('textarea')) return control.text()
  if (control.is('select')) {
    const options = control.find('option')
    const selected = options.filter('[selected]').last()
    const option = selected.length > 0 ? selected : options.first()
    return option.length === 0 ? null : (option.attr('value') ?? option.text().trim())
  }
  const type = (control.attr('type') ?? 'text').toLowerCase()
  if (/^(submit|button|image|reset|file)$/.test(type)) return null
  if (type === 'radio' || type === 'checkbox') {
    return control.attr('checked') === undefined ? null : (control.attr('value') ?? 'on')
  }
  return control.attr('value') ?? ''
}

function targetOf(page: Page, form: Node): Pick<FilledForm, 'url' | 'method' | 'isMultipart'> {
  const { $ } = page
  const method = ($(form).attr('method') ?? '').toLowerCase()
  return {
    url: new URL($(form).attr('action') || page.url, page.url).href,
    method: method === 'post' ? 'POST' : 'GET',
    isMultipart: ($(form).attr('enctype') ?? '').toLowerCase() === 'multipart/form-data',
  }
}
