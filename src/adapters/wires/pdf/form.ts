// An agency's own PDF form, filled: by the names of its fields when it has some, else by places
// measured on the paper. The result has no fields any more: what is on it is ink.

import {
  drawObject,
  PDFAcroButton,
  PDFCheckBox,
  PDFDict,
  PDFDocument,
  PDFDropdown,
  type PDFField,
  PDFName,
  PDFOptionList,
  type PDFPage,
  PDFRadioGroup,
  PDFRef,
  PDFTextField,
  popGraphicsState,
  pushGraphicsState,
  translate,
} from '@cantoo/pdf-lib'
import { type Box, type Ink, layOver, problemsOf } from './ink.ts'
import { type PdfProblem, throwIfAny } from './trouble.ts'

/** A place on the paper, in millimetres from the upper left corner of what is seen of the page. */
export interface Placement {
  name: string
  text: string
  /** From 1, as people count. */
  page: number
  xMm: number
  yMm: number
  widthMm: number
  heightMm: number
  /** Default `line`. */
  as?: Ink['as']
  align?: Ink['align']
  /** Default 11. */
  sizePt?: number
}

export interface FormField {
  name: string
  kind: 'text' | 'tick' | 'choice' | 'other'
  /** The values that a tick or a choice can take. */
  choices: string[]
  mostCharacters: number | null
  isRequired: boolean
  /** From 1. */
  page: number
}

export interface WritingOptions {
  /** Written besides, e.g. our key. */
  also?: Placement[]
  /** The smallest size. Default 7: below that a fax is not read. */
  floorPt?: number
}

const SIZE_PT = 11
const FLOOR_PT = 7
const POINTS_A_MM = 72 / 25.4
const NOWHERE = { x: 0, y: 0, width: 0, height: 0 }

/** The fields of a form, in its own order: compare them with what you know before you fill it. */
export async function readForm(bytes: Uint8Array): Promise<FormField[]> {
  const form = await open(bytes)
  return form
    .getForm()
    .getFields()
    .map((field) => ({
      name: field.getName(),
      kind: kindOf(field),
      choices: choicesOf(field),
      mostCharacters: field instanceof PDFTextField ? (field.getMaxLength() ?? null) : null,
      isRequired: field.isRequired(),
      page: (widgetsOf(form, field)[0]?.box.page ?? 0) + 1,
    }))
}

/** How a form differs from the one we know, by field; nothing when a filled one would be the same. */
export async function formDifferences(known: Uint8Array, now: Uint8Array): Promise<string[]> {
  const [before, after] = (await Promise.all([known, now].map(readForm))).map((fields) =>
    fields.map((field) => JSON.stringify(field)),
  ) as [string[], string[]]
  const gone = before.filter((field) => !after.includes(field)).map((field) => `- ${field}`)
  const come = after.filter((field) => !before.includes(field)).map((field) => `+ ${field}`)
  return [...gone, ...come]
}

/**
 * Fills fields by name. A text field takes text; a tick takes true or the value it has in the form;
 * a choice takes one of its values. Fails with PdfTrouble, all problems at once.
 */
export async function fillForm(
  bytes: Uint8Array,
  values: Record<string, string | boolean>,
  { also = [], floorPt = FLOOR_PT }: WritingOptions = {},
): Promise<Uint8Array> {
  const form = await open(bytes)
  const fields = new Map(
    form
      .getForm()
      .getFields()
      .map((field) => [field.getName(), field]),
  )
  const problems: PdfProblem[] = []
  const inks: Ink[] = also.map((placement) => inkOf(form, placement, floorPt))
  for (const name of Object.keys(values)) {
    if (!fields.has(name)) problems.push({ code: 'no_such_field', field: name })
  }
  for (const [name, field] of fields) {
    const written = inksOf(form, field, values[name] ?? '', floorPt)
    if ('code' in written) problems.push(written)
    else inks.push(...written)
  }
  throwIfAny([...problems, ...problemsOf(inks, form.getPageCount())])
  turnIntoPaper(form, [...fields.values()])
  await layOver(form, inks)
  return form.save({ updateFieldAppearances: false })
}

/** Writes on a form without fields. Fails with PdfTrouble, all problems at once. */
export async function overlay(
  bytes: Uint8Array,
  placements: Placement[],
  { also = [], floorPt = FLOOR_PT }: WritingOptions = {},
): Promise<Uint8Array> {
  const form = await open(bytes)
  const inks = [...placements, ...also].map((placement) => inkOf(form, placement, floorPt))
  await layOver(form, inks)
  return form.save({ updateFieldAppearances: false })
}

export async function countPages(bytes: Uint8Array): Promise<number> {
  return (await open(bytes)).getPageCount()
}

const open = (bytes: Uint8Array) => PDFDocument.load(bytes, { updateMetadata: false })

function inkOf(form: PDFDocument, place: Placement, floorPt: number): Ink {
  const page = form.getPages()[place.page - 1]
  const media = page?.getMediaBox() ?? NOWHERE
  const seen = page?.getCropBox() ?? NOWHERE
  return {
    name: place.name,
    text: place.text,
    as: place.as ?? 'line',
    align: place.align ?? 'left',
    sizePt: place.sizePt ?? SIZE_PT,
    floorPt,
    box: {
      page: place.page - 1,
      x: seen.x - media.x + place.xMm * POINTS_A_MM,
      y: media.y + media.height - (seen.y + seen.height) + place.yMm * POINTS_A_MM,
      width: place.widthMm * POINTS_A_MM,
      height: place.heightMm * POINTS_A_MM,
    },
  }
}

function inksOf(
  form: PDFDocument,
  field: PDFField,
  value: string | boolean,
  floorPt: number,
): Ink[] | PdfProblem {
  const name = field.getName()
  if (value === '' || value === false) {
    return field.isRequired() ? { code: 'left_empty', field: name } : []
  }
  const widgets = widgetsOf(form, field)
  const basis = { name, text: String(value), align: alignOf(field), sizePt: SIZE_PT, floorPt }
  const kind = kindOf(field)
  if (kind === 'other') return { code: 'not_writable', field: name }
  if (kind === 'tick') {
    const wanted = widgets.filter(({ on }) => (value === true ? true : on === value))
    if (wanted.length !== 1) return { code: 'no_such_choice', field: name }
    return wanted.map(({ box }) => ({ ...basis, box, as: 'tick' }))
  }
  if (value === true || (kind === 'choice' && !choicesOf(field).includes(value))) {
    return { code: 'no_such_choice', field: name }
  }
  const most = field instanceof PDFTextField ? field.getMaxLength() : undefined
  if (most !== undefined && [...value].length > most) return { code: 'does_not_fit', field: name }
  return widgets.map(({ box }) => ({ ...basis, box, as: shapeOf(field, most) }))
}

function shapeOf(field: PDFField, most: number | undefined): Ink['as'] {
  if (!(field instanceof PDFTextField)) return 'line'
  if (field.isCombed() && most !== undefined) return most
  return field.isMultiline() ? 'lines' : 'line'
}

function alignOf(field: PDFField): Ink['align'] {
  const quadding = field instanceof PDFTextField ? field.getAlignment() : 0
  return (['left', 'centre', 'right'] as const)[quadding] ?? 'left'
}

function kindOf(field: PDFField): FormField['kind'] {
  if (field instanceof PDFTextField) return 'text'
  if (field instanceof PDFCheckBox || field instanceof PDFRadioGroup) return 'tick'
  return field instanceof PDFDropdown || field instanceof PDFOptionList ? 'choice' : 'other'
}

function choicesOf(field: PDFField): string[] {
  if (field instanceof PDFDropdown || field instanceof PDFOptionList) return field.getOptions()
  if (kindOf(field) !== 'tick') return []
  return field.acroField.getWidgets().map((_, index) => choiceAt(field, index))
}

/** What a box stands for: its export value, which some programs keep apart from its look. */
function choiceAt(field: PDFField, index: number): string {
  const { acroField } = field
  const apart =
    acroField instanceof PDFAcroButton ? acroField.getExportValues()?.[index] : undefined
  return apart?.decodeText() ?? acroField.getWidgets()[index]?.getOnValue()?.decodeText() ?? ''
}

interface Spot {
  box: Box
  /** The value that this box stands for, of a tick. */
  on: string | null
}

/** Where the field stands on the paper; a field may stand there more than once. */
function widgetsOf(form: PDFDocument, field: PDFField): Spot[] {
  const pages = form.getPages()
  return field.acroField.getWidgets().flatMap((widget, index) => {
    const ref = form.context.getObjectRef(widget.dict)
    const page = pages.findIndex((one) => widget.P() === one.ref || isOn(one, ref))
    const media = pages[page]?.getMediaBox()
    if (!media) return []
    const { x, y, width, height } = widget.getRectangle()
    const top = media.y + media.height - (y + height)
    return [
      {
        box: { page, x: x - media.x, y: top, width, height },
        on: kindOf(field) === 'tick' ? choiceAt(field, index) : null,
      },
    ]
  })
}

function isOn(page: PDFPage, widget: PDFRef | undefined): boolean {
  const list = page.node.Annots()
  return widget !== undefined && (list?.asArray().includes(widget) ?? false)
}

/** Keeps the frames that boxes to tick bring along, and takes all fields off the form. */
function turnIntoPaper(form: PDFDocument, fields: PDFField[]): void {
  const pages = form.getPages()
  for (const field of fields) {
    if (kindOf(field) !== 'tick') continue
    for (const widget of field.acroField.getWidgets()) {
      const ref = form.context.getObjectRef(widget.dict)
      const page = pages.find((one) => widget.P() === one.ref || isOn(one, ref))
      const shown = widget.getNormalAppearance()
      const states = shown instanceof PDFRef ? form.context.lookup(shown) : shown
      const off = states instanceof PDFDict ? states.get(PDFName.of('Off')) : undefined
      if (page && off instanceof PDFRef) stampOn(page, off, widget.getRectangle())
    }
  }
  for (const page of pages) dropWidgets(form, page)
  form.catalog.delete(PDFName.of('AcroForm'))
}

function stampOn(page: PDFPage, look: PDFRef, { x, y }: { x: number; y: number }): void {
  const name = page.node.newXObject('Box', look)
  page.pushOperators(pushGraphicsState(), translate(x, y), drawObject(name), popGraphicsState())
}

function dropWidgets(form: PDFDocument, page: PDFPage): void {
  for (const item of page.node.Annots()?.asArray() ?? []) {
    const note = form.context.lookup(item)
    if (note instanceof PDFDict && note.get(PDFName.of('Subtype')) === PDFName.of('Widget')) {
      if (item instanceof PDFRef) page.node.removeAnnot(item)
    }
  }
}
