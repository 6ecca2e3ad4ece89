// A visit to an old site: cookies, redirects, pages one after another, and the one click that counts.
// Everything before that click is harmless; the page's shape is checked right before it.

import { CookieJar } from 'tough-cookie'
import type { Call, CallInit, CallResponse } from '../contract.ts'
import { toForm } from './big5.ts'
import { type FilledForm, type FormValues, fillForm, type Values } from './form.ts'
import { packed } from './multipart.ts'
import { expectShape, type Page, readPage, type Shape, titleOf } from './page.ts'
import { AgencyTrouble, ChangedLayout, expectWorking } from './trouble.ts'

type Encoding = 'utf-8' | 'big5'

export interface SiteOptions {
  encoding?: Encoding
  /** Words in a title or heading that mean trouble: `{ 非服務時間: 'closed' }`. */
  troubles?: Record<string, string>
}

/** @typeParam V what its pages take: a robot without a browser sends files, too */
export interface Site<V = FormValues> {
  /** A page by its address; with a shape, only if it is the page we know. */
  open(url: string, shape?: Shape): Promise<Page>
  /** Fills and sends the page's form; for steps that file nothing. */
  press(page: Page, values: V, shape?: Shape): Promise<Page>
  /**
   * Signs in with the agency's credentials, on the page that has the field for the password; they
   * are kept nowhere.
   * @throws AgencyTrouble credential_refused
   */
  signIn(url: string, values: Values, shape: Shape & { button: string }): Promise<Page>
  /** The click that files, cancels or corrects: only on a page that looks exactly as `shape` says. */
  pressLast(page: Page, values: V, shape: Shape & { button: string }): Promise<Page>
}

const MAX_HOPS = 5

export function visitSite(call: Call, options: SiteOptions = {}): Site {
  const jar = new CookieJar(undefined, { rejectPublicSuffixes: false, looseMode: true })
  const encoding = options.encoding ?? 'utf-8'

  async function load(url: string, init: CallInit, isSignIn = false): Promise<Page> {
    let response = await fetchWithCookies(jar, call, url, init)
    for (let hop = 0; response.headers.has('location'); hop += 1) {
      if (hop === MAX_HOPS) throw new AgencyTrouble('too_many_redirects')
      // 307 and 308 ask to send the form again, elsewhere: for us that would be a second filing.
      if (response.status > 303 && init.method === 'POST') {
        throw new AgencyTrouble('redirected_form')
      }
      const next = new URL(response.headers.get('location') ?? '', response.url).href
      response = await fetchWithCookies(jar, call, next, {})
    }
    const page = readPage(response.url, response.status, response.text(encoding))
    expectWorking(page, response.headers, options.troubles, isSignIn)
    return page
  }

  const send = (form: FilledForm, harmless: boolean, isSignIn = false): Promise<Page> =>
    load(addressOf(form, encoding), requestOf(form, encoding, harmless), isSignIn)

  return {
    open: async (url, shape = {}) => {
      const page = await load(url, {})
      keepingEvidence(call, page, () => expectShape(page, shape))
      return page
    },
    press: async (page, values, shape = {}) => {
      const form = keepingEvidence(call, page, () => filled(page, values, shape))
      return send(form, true)
    },
    signIn: async (url, values, shape) => {
      const page = await load(url, {}, true)
      const isLogIn = titleOf(page).includes(shape.title ?? '')
      expectWorking(page, new Headers(), options.troubles, isLogIn)
      const form = keepingEvidence(call, page, () => filled(page, values, shape))
      return expectSignedIn(await send(form, true, true))
    },
    pressLast: async (page, values, shape) => {
      const form = keepingEvidence(call, page, () => filled(page, values, shape))
      const body = JSON.stringify(namedFields(form))
      call.keep({ label: 'sent', mediaType: 'application/json', body })
      const answer = await send(form, false)
      call.keep({ label: 'answer', mediaType: 'text/html', body: answer.html })
      return answer
    },
  }
}

/** A page that asks for the password again has not taken it. */
export function expectSignedIn(page: Page): Page {
  if (page.$('input[type=password]').length > 0) throw new AgencyTrouble('credential_refused')
  return page
}

function filled(page: Page, values: FormValues, shape: Shape): FilledForm {
  expectShape(page, shape)
  return fillForm(page, values, shape.button)
}

/** A page that is not what it was is kept, so that whoever mends the adapter sees it. */
export function keepingEvidence<T>(call: Call, page: Page, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof ChangedLayout) {
      const label = `changed_layout: ${error.differences.join('; ')}`
      call.keep({ label, mediaType: 'text/html', body: page.html })
    }
    throw error
  }
}

async function fetchWithCookies(
  jar: CookieJar,
  call: Call,
  target: string,
  init: CallInit,
): Promise<CallResponse> {
  const url = call.resolve?.(target) ?? target
  const cookie = await jar.getCookieString(url)
  const headers = { ...init.headers, ...(cookie ? { cookie } : {}) }
  const response = await call.fetch(url, { ...init, headers, redirect: 'manual' })
  for (const line of response.headers.getSetCookie()) {
    await jar.setCookie(line, response.url, { ignoreError: true })
  }
  return response
}

function addressOf(form: FilledForm, encoding: Encoding): string {
  if (form.method === 'POST') return form.url
  const url = new URL(form.url)
  url.search = encoded(form, encoding)
  return url.href
}

/** A file by its name: what a form sends that packs no files, and what the evidence keeps. */
const namedFields = ({ fields }: FilledForm): [string, string][] =>
  fields.map(([name, value]) => [name, typeof value === 'string' ? value : value.name])

const encoded = (form: FilledForm, encoding: Encoding): string =>
  encoding === 'big5'
    ? toForm(namedFields(form))
    : new URLSearchParams(namedFields(form)).toString()

function requestOf(form: FilledForm, encoding: Encoding, harmless: boolean): CallInit {
  const method = form.method
  if (method === 'GET') return { method, harmless }
  if (!form.isMultipart) {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    return { method, harmless, headers, body: encoded(form, encoding) }
  }
  const { contentType, body } = packed(form.fields, encoding)
  return { method, harmless, headers: { 'content-type': contentType }, body }
}
