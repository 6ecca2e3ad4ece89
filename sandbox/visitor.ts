// A browser for tests of the stand-ins: cookies, and fields found by label as a person finds them.

import { type CheerioAPI, load } from 'cheerio'

export interface Page {
  status: number
  url: string
  $: CheerioAPI
  title: string
  /** Messages in red. */
  errors: string
}

export type Values = Record<string, string | boolean>

export interface Visitor {
  get(path: string): Promise<Page>
  post(path: string, body: Iterable<[string, string]>): Promise<Page>
  /** Fills the page's form by label and sends it. True ticks a box. */
  send(page: Page, values: Values): Promise<Page>
}

export function visit(base: string): Visitor {
  const cookies = new Map<string, string>()
  const ask = async (url: string, init: RequestInit = {}): Promise<Page> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await fetch(url, { ...init, headers: { cookie }, redirect: 'manual' })
    for (const line of answer.headers.getSetCookie()) {
      const [name = '', value = ''] = (line.split(';')[0] ?? '').split('=')
      cookies.set(name, value)
    }
    const to = answer.headers.get('location')
    if (to) {
      await answer.arrayBuffer()
      return ask(new URL(to, url).href)
    }
    const $ = load(await answer.text())
    const errors = $('font[color=red], .error').text().trim()
    return { status: answer.status, url, $, title: $('title').text(), errors }
  }
  const post: Visitor['post'] = (path, body) =>
    ask(new URL(path, base).href, { method: 'POST', body: new URLSearchParams([...body]) })
  return {
    get: (path) => ask(new URL(path, base).href),
    post,
    send: (page, values) => {
      const action = page.$('form[method=post]').attr('action') ?? ''
      return post(new URL(action, page.url).href, fillForm(page, values))
    },
  }
}

/** What the page's form would post. Fails when it has no field of that label. */
export function fillForm({ $ }: Page, values: Values): [string, string][] {
  const body = new Map<string, string>()
  const form = $('form[method=post]').first()
  form.find('input[type=hidden]').each((_, input) => {
    body.set($(input).attr('name') ?? '', $(input).attr('value') ?? '')
  })
  form.find('input[type=text], input[type=password], textarea').each((_, input) => {
    body.set($(input).attr('name') ?? '', String($(input).val() ?? ''))
  })
  form.find('select').each((_, select) => {
    const chosen = $(select).find('option[selected]')
    body.set($(select).attr('name') ?? '', chosen.attr('value') ?? chosen.text())
  })
  for (const [label, value] of Object.entries(values)) {
    const field = findField($, label)
    const name = field?.attr('name')
    if (!field || !name) throw new Error(`no field 「${label}」`)
    if (value === true) body.set(name, 'on')
    else if (field.is('select')) {
      const option = field.find('option').filter((_, one) => $(one).text() === value)
      if (option.length === 0) throw new Error(`no option 「${String(value)}」 of 「${label}」`)
      body.set(name, option.attr('value') ?? String(value))
    } else body.set(name, String(value))
  }
  return [...body]
}

function findField($: CheerioAPI, label: string) {
  const isIt = (text: string) => text.replaceAll(/[＊*：:\s]/g, '') === label.replaceAll(/\s/g, '')
  const marked = $('label').filter((_, one) => isIt($(one).text()))
  if (marked.length > 0) {
    const id = marked.first().attr('for')
    return id ? $(`[id="${id}"]`) : marked.first().find('input')
  }
  const cell = $('td').filter((_, one) => $(one).children().length === 0 && isIt($(one).text()))
  const field = cell.first().next().find('input, select, textarea')
  return field.length > 0 ? field : null
}

/** Ticks every box of the page. */
export const everyTick = ({ $ }: Page): Values =>
  Object.fromEntries(
    $('input[type=checkbox]')
      .get()
      .map((box) => [
        $(`label[for="${$(box).attr('id')}"]`)
          .text()
          .replaceAll(/[＊*]/g, ''),
        true,
      ]),
  )

/** Tables of two cells a row, as label and value. */
export const readTable = ({ $ }: Page): Record<string, string> =>
  Object.fromEntries(
    $('tr')
      .get()
      .map((row) => $(row).children().get())
      .filter((cells) => cells.length === 2)
      .map(([label, value]) => [$(label).text(), $(value).text()]),
  )
