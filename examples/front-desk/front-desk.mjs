// A second front desk in one file, without dependencies: it shows a city's services, files through the
// gateway and nothing else, and tells how a filing stands. Start: see README.md.

import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'

const { GATEWAY = 'http://localhost:8080', TOKEN = '', PORT = '8095' } = process.env
const LANG = process.env.DESK_LANG === 'en' ? 'en' : 'zh-TW'
const SAY = {
  'zh-TW': {
    title: '小櫃台',
    services: '要辦什麼',
    send: '送出',
    look: '現在怎樣',
    back: '撤回',
    none: '機關確定沒有收到。可以用同一個鍵再送。',
    json: '請填 JSON',
    keep: '請記下這個鍵，之後用它查詢：',
  },
  en: {
    title: 'A small front desk',
    services: 'What would you like to file',
    send: 'File',
    look: 'How it stands',
    back: 'Withdraw',
    none: 'The agency certainly does not have it. File again under the same key.',
    json: 'JSON, please',
    keep: 'Keep this key; it finds your filing again:',
  },
}[LANG]

/** One call to the gateway. A lost answer becomes `unknown`, never a guess. */
async function call(path, body, headers = {}) {
  try {
    const response = await fetch(`${GATEWAY}/api/v1/services${path}`, {
      method: body ? 'POST' : 'GET',
      headers: {
        authorization: `Bearer ${TOKEN}`,
        'accept-language': LANG,
        ...(body ? { 'content-type': 'application/json' } : {}),
        ...headers,
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
      signal: AbortSignal.timeout(60_000),
    })
    return { status: response.status, said: await response.json() }
  } catch {
    return { status: 0, said: { kind: 'unknown', cause: 'no_answer' } }
  }
}

const safe = (text) =>
  String(text).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)

const page = (title, body) =>
  `<!doctype html><html lang="${LANG === 'en' ? 'en' : 'zh-Hant-TW'}"><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>${safe(title)}</title>
<main><h1>${safe(title)}</h1>${body}</main></html>`

async function home() {
  const { said } = await call('')
  const items = (said.items ?? []).filter((service) => !service.isByHand)
  const links = items.map(
    ({ id, title }) => `<li><a href="/${safe(id)}">${safe(title[LANG])}</a></li>`,
  )
  return page(SAY.title, `<h2>${SAY.services}</h2><ul>${links.join('')}</ul>`)
}

/** Simple fields as inputs, whatever is nested as JSON: enough to see that it works. */
async function form(id, typed = {}, problems = []) {
  const { status, said } = await call(`/${id}/describe`)
  if (status !== 200) return null
  const { title, input, example = {} } = said
  const given = { ...example, ...typed }
  const fields = Object.entries(input.properties ?? {}).map(([name, rule]) => {
    const value = given[name] ?? ''
    const label = `<label for="${safe(name)}">${safe(rule.title ?? name)}</label><br>`
    if (isPlain(rule)) {
      return `<p>${label}<input id="${safe(name)}" name="${safe(name)}" value="${safe(value)}"></p>`
    }
    const text = value === '' ? '' : JSON.stringify(value, null, 1)
    return `<p>${label}${SAY.json}<br><textarea id="${safe(name)}" name="${safe(name)}" rows="6">${safe(text)}</textarea></p>`
  })
  const wrong = problems.map(({ pointer, detail }) => `<li>${safe(pointer)}：${safe(detail)}</li>`)
  const key = typed.key ?? randomUUID()
  return page(
    title[LANG],
    `${wrong.length > 0 ? `<ul role="alert">${wrong.join('')}</ul>` : ''}
<form method="post" action="/${safe(id)}"><input type="hidden" name="key" value="${safe(key)}">
${fields.join('')}<button>${SAY.send}</button></form>`,
  )
}

const isPlain = (rule) =>
  ['string', 'integer', 'number', 'boolean'].includes(rule.type) || Array.isArray(rule.enum)

/** The form's texts as the JSON the service takes; null for text that is no JSON. */
function inputOf(schema, sent) {
  const entries = Object.entries(schema.properties ?? {}).map(([name, rule]) => {
    const text = sent.get(name) ?? ''
    if (text === '') return [name, undefined]
    return [name, rule.type === 'string' ? text : JSON.parse(text)]
  })
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined))
}

async function file(id, sent) {
  const { said: described } = await call(`/${id}/describe`)
  const key = sent.get('key') ?? ''
  const typed = { key, ...Object.fromEntries(sent) }
  let input
  try {
    input = inputOf(described.input ?? {}, sent)
  } catch (error) {
    return form(id, typed, [{ pointer: 'JSON', detail: error.message }])
  }
  const { status, said } = await call(`/${id}/submit`, { key, input }, { 'idempotency-key': key })
  if (status === 422) return form(id, { ...input, key }, said.errors ?? [])
  return outcome(id, key, said)
}

async function look(id, key) {
  const { said } = await call(`/${id}/lookup`, { key })
  if (said.found === false) return page(SAY.look, `<p>${SAY.none}</p>`)
  return outcome(id, key, said.outcome ?? said)
}

async function takeBack(id, sent) {
  const { said } = await call(`/${id}/withdraw`, { reference: sent.get('reference') ?? '' })
  return outcome(id, sent.get('key') ?? '', said)
}

/** An outcome, or a problem, in the agency's own words. */
function outcome(id, key, said) {
  const lines = [
    said.kind ?? said.cause ?? '',
    said.reference ?? '',
    said.detail ?? '',
    said.todo?.[LANG] ?? '',
    ...(said.reasons ?? []).map(({ text }) => text[LANG]),
  ].filter(Boolean)
  const look = `<p>${SAY.keep} <code>${safe(key)}</code></p>
<p><a href="/${safe(id)}/look?key=${encodeURIComponent(key)}">${SAY.look}</a></p>`
  const back = said.reference
    ? `<form method="post" action="/${safe(id)}/back"><input type="hidden" name="key" value="${safe(key)}">
<input type="hidden" name="reference" value="${safe(said.reference)}"><button>${SAY.back}</button></form>`
    : ''
  return page(SAY.look, `${lines.map((line) => `<p>${safe(line)}</p>`).join('')}${look}${back}`)
}

async function answer(request) {
  const url = new URL(request.url ?? '/', 'http://desk')
  const [, id = '', verb = ''] = url.pathname.split('/')
  if (id === '') return home()
  if (!/^[a-z][a-z0-9-]*$/.test(id)) return null
  if (request.method !== 'POST')
    return verb === 'look' ? look(id, url.searchParams.get('key')) : form(id)
  let text = ''
  for await (const part of request) {
    text += part
    if (text.length > 200_000) return null
  }
  const sent = new URLSearchParams(text)
  return verb === 'back' ? takeBack(id, sent) : file(id, sent)
}

const server = createServer((request, response) => {
  answer(request).then(
    (html) => {
      response.writeHead(html ? 200 : 404, { 'content-type': 'text/html; charset=utf-8' })
      response.end(html ?? '404')
    },
    () => response.writeHead(500).end('500'),
  )
})
server.listen(Number(PORT), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}`)
})
