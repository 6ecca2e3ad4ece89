// A visit to a site that needs script: the same words as `visitSite`, done in a real browser. A page
// here is what a person sees of it, written down as plain HTML.

import type { Call } from '../contract.ts'
import type { BrowserWire, Deed } from '../wires/browser/wire.ts'
import { type Field, fieldsOf, type Node, plainLabel } from './fields.ts'
import type { Values } from './form.ts'
import {
  buttonOf,
  expectShape,
  formWith,
  hasShape,
  type Page,
  readPage,
  type Shape,
  titleOf,
} from './page.ts'
import { expectSignedIn, keepingEvidence, type Site, type SiteOptions } from './site.ts'
import { AgencyTrouble, ChangedLayout, DoesNotFit, expectWorking } from './trouble.ts'

export interface BrowserSite extends Site<Values> {
  /**
   * Presses whatever shows that text: a day of a calendar, a link, a tab. For steps that file nothing.
   */
  tap(page: Page, text: string | RegExp): Promise<Page>
}

const TICK_MS = 40
/** Looks in a row that show the same: then the page has come to rest. */
const STILL = 3
/** After a press that changes nothing; and while the page is not yet the one that is awaited. */
const PATIENCE = 30
const MAX_TICKS = 2_000

interface Walk {
  call: Call
  wire: BrowserWire
  options: SiteOptions
  /** Everything written on the way but credentials, for the evidence. */
  written: Values
}

export function visitInBrowser(call: Call, options: SiteOptions = {}): BrowserSite {
  const wire = wireOf(call)
  const walk: Walk = { call, wire, options, written: {} }
  return {
    open: async (url, shape = {}) => {
      wire.step(`open ${url.replace(/\?.*$/, '')}`)
      await wire.go(url)
      return expected(walk, shape)
    },
    press: async (_page, values, shape = {}) => {
      const answer = await fillAndPress(walk, values, shape)
      expectWell(walk, answer)
      return answer
    },
    tap: (_page, text) => tap(walk, text),
    signIn: async (url, values, shape) => {
      wire.step(`sign in at ${url}`)
      await wire.go(url)
      const answer = await fillAndPress(walk, values, shape, true)
      expectWell(walk, answer, true)
      return expectSignedIn(answer)
    },
    pressLast: (_page, values, shape) => pressLast(walk, values, shape),
  }
}

/** The page at rest, or as soon as it is the one that is awaited. */
async function atRest(
  { wire }: Walk,
  before: string,
  isIt?: (page: Page) => boolean,
): Promise<Page> {
  let last = ''
  let still = 0
  for (let tick = 0; tick < MAX_TICKS; tick += 1) {
    const { url, html } = await wire.look()
    const page = readPage(url, 200, html)
    const isBusy = wire.pending() > 0
    if (!isBusy && isIt?.(page)) return page
    still = !isBusy && html === last ? still + 1 : 0
    last = html
    if (still >= (isIt || html === before ? PATIENCE : STILL)) return page
    await wire.rest(TICK_MS)
  }
  throw new AgencyTrouble('never_at_rest')
}

function expectWell({ wire, options }: Walk, page: Page, isSignIn = false): void {
  const trouble = wire.takeTrouble()
  if (trouble) throw trouble
  if (page.$('body').text().trim() === '') throw new AgencyTrouble('half_page')
  expectWorking(page, new Headers(), options.troubles, isSignIn)
}

async function expected(walk: Walk, shape: Shape, isSignIn = false): Promise<Page> {
  const page = await atRest(walk, '', (each) => hasShape(each, shape))
  // Another page with a password on it is in our way; the log-in itself may have changed.
  expectWell(walk, page, isSignIn && titleOf(page).includes(shape.title ?? ''))
  keepingEvidence(walk.call, page, () => expectShape(page, shape))
  return page
}

async function write(walk: Walk, values: Values, shape: Shape, isSecret: boolean): Promise<void> {
  for (const [label, value] of Object.entries(values)) {
    const page = await atRest(walk, '', (each) => canTake(fieldNamed(each, label, shape), value))
    const field = keepingEvidence(walk.call, page, () => {
      const found = fieldNamed(page, label, shape)
      if (!found) throw new ChangedLayout([`missing ${label}`])
      return found
    })
    walk.wire.step(`write “${plainLabel(label)}”`)
    await walk.wire.act(...deedFor(page, field, value))
    if (!isSecret) walk.written[plainLabel(label)] = value
  }
}

async function pressButton({ wire }: Walk, page: Page, shape: Shape): Promise<void> {
  const form = formWith(page, shape.button)
  const button = form && buttonOf(page, form, shape.button)
  if (!button) throw new ChangedLayout([`no button “${shape.button ?? ''}”`])
  wire.step(`press “${shape.button ?? ''}” on “${titleOf(page)}”`)
  await wire.act(numberOf(page, button), { kind: 'press' })
}

async function fillAndPress(
  walk: Walk,
  values: Values,
  shape: Shape,
  isSignIn = false,
): Promise<Page> {
  await expected(walk, shape, isSignIn)
  await write(walk, values, shape, isSignIn)
  const button = shape.button ? { button: shape.button } : {}
  const filled = await atRest(walk, '', (each) => hasShape(each, button))
  await pressButton(walk, filled, shape)
  return atRest(walk, filled.html)
}

async function tap(walk: Walk, text: string | RegExp): Promise<Page> {
  const page = await atRest(walk, '', (each) => tapped(each, text) !== null)
  expectWell(walk, page)
  const node = keepingEvidence(walk.call, page, () => {
    const found = tapped(page, text)
    if (found === null) throw new ChangedLayout([`nothing to press says “${text}”`])
    return found
  })
  walk.wire.step(`tap “${text}”`)
  await walk.wire.act(node, { kind: 'press' })
  const answer = await atRest(walk, page.html)
  expectWell(walk, answer)
  return answer
}

async function pressLast(
  walk: Walk,
  values: Values,
  shape: Shape & { button: string },
): Promise<Page> {
  const { call, wire, written } = walk
  const whole = { warnings: [], ...shape }
  await expected(walk, whole)
  await write(walk, values, shape, false)
  // Looked at once more when all is written: what a script has added meanwhile counts, too.
  const page = await expected(walk, whole)
  call.keep({ label: 'sent', mediaType: 'application/json', body: JSON.stringify(written) })
  await wire.picture('picture before the last click')
  wire.leave()
  await pressButton(walk, page, shape)
  const answer = await atRest(walk, page.html)
  call.keep({ label: 'answer', mediaType: 'text/html', body: answer.html })
  await wire.picture('picture after the last click')
  expectWell(walk, answer)
  return answer
}

function wireOf(call: Call): BrowserWire {
  const { browser } = call.wires
  if (!browser) throw new Error('only an adapter of the kind `browser` has a browser')
  return browser
}

function fieldNamed(page: Page, label: string, { button }: Shape): Field | null {
  const form = formWith(page, button)
  if (!form) return null
  return fieldsOf(page.$, form).find((field) => field.label === plainLabel(label)) ?? null
}

/** Choices may come later than the field. */
function canTake(field: Field | null, value: string | boolean): boolean {
  if (field?.kind !== 'select' && field?.kind !== 'radio') return field !== null
  return field.options.some((option) => option.text === value)
}

/** @throws DoesNotFit */
function deedFor(page: Page, field: Field, value: string | boolean): [node: number, deed: Deed] {
  const numbers = field.nodes.map((node) => numberOf(page, node))
  const [first = -1] = numbers
  if (field.kind === 'tick') return [first, { kind: 'tick', isOn: value === true }]
  const text = String(value)
  if (field.kind === 'select' || field.kind === 'radio') {
    const at = field.options.findIndex((option) => option.text === text)
    const option = field.options[at]
    if (!option) throw new DoesNotFit(field.label)
    return field.kind === 'radio'
      ? [numbers[at] ?? -1, { kind: 'tick', isOn: true }]
      : [first, { kind: 'choose', value: option.value }]
  }
  if (field.maxLength !== null && text.length > field.maxLength) throw new DoesNotFit(field.label)
  return [first, { kind: 'write', text }]
}

/** The one thing that shows this text and can be pressed; of several none, as we would be guessing. */
function tapped({ $ }: Page, text: string | RegExp): number | null {
  const found = $('a[data-node], button[data-node]')
    .toArray()
    .filter((node) => {
      const shown = $(node).text().replace(/\s+/g, '')
      return typeof text === 'string' ? shown === text.replace(/\s+/g, '') : text.test(shown)
    })
  return found.length === 1 ? Number($(found).attr('data-node')) : null
}

const numberOf = ({ $ }: Page, node: Node): number => Number($(node).attr('data-node'))
