// The register's SOAP 1.1 service, as an old .NET one answers: codes inside HTTP 200, faults with
// HTTP 500, and pages of the web server when the certificate does not please it.

import { X509Certificate } from 'node:crypto'
import type { TLSSocket } from 'node:tls'
import { XMLBuilder, XMLParser, XMLValidator } from 'fast-xml-parser'
import type { Hono } from 'hono'
import { hourOf, taipei } from '../clock.ts'
import type { Asked, SandboxEnv } from '../faults.ts'
import type { Certificates } from './certificates.ts'
import type { Person, Relative } from './people.ts'
import { type Field, MESSAGES, query, type Station, type Verdict, type Wish } from './rules.ts'

export const ENDPOINT = '/RisWS/PersonService.asmx'
const NAMESPACE = 'http://ris.example.gov.tw/ws/'
const ACTION = `${NAMESPACE}QueryPerson`
const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/'
const MOST_BYTES = 32 * 1024
const OPENS_AT = '06:00'
const WSDL = `<?xml version="1.0" encoding="utf-8"?>
<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" targetNamespace="${NAMESPACE}">
<portType name="PersonServiceSoap"><operation name="QueryPerson"/></portType></definitions>`

const parser = new XMLParser({
  parseTagValue: false,
  ignoreDeclaration: true,
  removeNSPrefix: true,
  processEntities: true,
})
const builder = new XMLBuilder({ ignoreAttributes: false, attributeNamePrefix: '@' })

export function addExchange(app: Hono<SandboxEnv>, station: Station, papers: Certificates): void {
  app.use(async (asked, next) => {
    const refused = papers.whyRefused(certificateOf(asked))
    return refused === null ? next() : asked.html(iisPage(refused), 403)
  })
  app.get(ENDPOINT, (asked) =>
    asked.req.query('wsdl') === undefined
      ? asked.html('<h1>PersonService</h1><p>QueryPerson</p>')
      : asked.body(WSDL, 200, { 'content-type': 'text/xml; charset=utf-8' }),
  )
  app.post(ENDPOINT, async (asked) => {
    if (!/^text\/xml\b/i.test(asked.req.header('content-type') ?? '')) {
      return asked.text('Unsupported Media Type', 415)
    }
    if (hourOf(station.clock.now()) < OPENS_AT) return maintenance(asked)
    const action = (asked.req.header('soapaction') ?? '').replaceAll('"', '')
    if (action !== ACTION) {
      const said = 'Server did not recognize the value of HTTP Header SOAPAction'
      return fault(asked, 'soap:Client', `${said}: ${action}.`)
    }
    const wish = wishIn(new Uint8Array(await asked.req.arrayBuffer()))
    if (!wish) {
      return fault(asked, 'soap:Client', 'Server was unable to read request. ---> XML格式錯誤')
    }
    const cn = /^CN=(.*)$/m.exec(certificateOf(asked)?.subject ?? '')?.[1] ?? ''
    return answer(asked, station, wish, query(station, wish, cn))
  })
}

export const maintenance = (asked: Asked): Response =>
  fault(asked, 'soap:Server', 'E-MAINT 系統維護時段 00:00-06:00，請稍後再試')

function fault(asked: Asked, code: string, text: string): Response {
  return reply(asked, { 'soap:Fault': { faultcode: code, faultstring: text, detail: '' } }, 500)
}

function answer(asked: Asked, station: Station, wish: Wish, verdict: Verdict): Response {
  const time = taipei(station.clock.now())
  const result = {
    TXN_ID: wish.txn,
    RTN_CODE: verdict.code,
    RTN_MSG: MESSAGES[verdict.code],
    RTN_FIELD: verdict.field ?? '',
    DATA_TIME: `${rocYear(time)}${time.slice(5, 19).replaceAll(/\D/g, '')}`,
    ...(verdict.person ? { PERSON: shown(verdict.person, wish.fields as Field[]) } : {}),
  }
  return reply(asked, {
    QueryPersonResponse: { '@xmlns': NAMESPACE, QueryPersonResult: result },
  })
}

const rocYear = (time: string) => String(Number(time.slice(0, 4)) - 1911).padStart(3, '0')

function reply(asked: Asked, body: Record<string, unknown>, status: 200 | 500 = 200): Response {
  const envelope = {
    '?xml': { '@version': '1.0', '@encoding': 'utf-8' },
    'soap:Envelope': { '@xmlns:soap': SOAP, 'soap:Body': body },
  }
  const headers = { 'content-type': 'text/xml; charset=utf-8', server: 'Microsoft-IIS/8.5' }
  return asked.body(builder.build(envelope), status, headers)
}

/** Elements that were asked for; one without content stands there empty. */
function shown(person: Person, fields: Field[]): Record<string, unknown> {
  const parts: { [field in Field]: () => Record<string, unknown> } = {
    NAME: () => ({ NAME: person.name }),
    BIRTH: () => ({ BIRTH_YYYMMDD: person.birth }),
    SEX: () => ({ SEX: person.sex }),
    ADDR: () => ({ ADDR: person.address, ADDR_YYYMMDD: person.addressSince }),
    SPOUSE: () => ({ SPOUSE: relative(person.spouse) }),
    PARENTS: () => ({ FATHER: relative(person.father), MOTHER: relative(person.mother) }),
    CHILDREN: () => ({
      CHILDREN: {
        COUNT: String(person.children.length),
        CHILD: person.children.map((one) => ({
          ...(relative(one) as object),
          BIRTH_YYYMMDD: one.birth,
        })),
      },
    }),
  }
  return Object.assign({}, ...fields.map((field) => parts[field]()))
}

const relative = (one: Relative | null) => (one ? { NAME: one.name, PERSON_ID: one.idNo } : '')

function wishIn(bytes: Uint8Array): Wish | null {
  const text = new TextDecoder().decode(bytes)
  if (bytes.length > MOST_BYTES || XMLValidator.validate(text) !== true) return null
  const envelope: unknown = parser.parse(text).Envelope
  const asking = inside(envelope, 'Body', 'QueryPerson')
  if (typeof asking !== 'object') return null
  const at = (...path: string[]) => {
    const found = inside(envelope, ...path)
    return typeof found === 'string' ? found.trim() : ''
  }
  const of = (name: string) => at('Body', 'QueryPerson', name)
  return {
    org: at('Header', 'AgencyHeader', 'ORG_ID'),
    txn: at('Header', 'AgencyHeader', 'TXN_ID'),
    idNo: of('PERSON_ID'),
    birth: of('BIRTH_YYYMMDD'),
    purpose: of('PURPOSE_CODE'),
    consent: of('CONSENT_NO'),
    fields: of('FIELDS').split(',').filter(Boolean),
  }
}

function inside(from: unknown, ...path: string[]): unknown {
  return path.reduce<unknown>(
    (at, name) =>
      typeof at === 'object' && at !== null ? (at as { [key: string]: unknown })[name] : undefined,
    from,
  )
}

function certificateOf(asked: Asked): X509Certificate | null {
  const shown = (asked.env.incoming.socket as TLSSocket).getPeerCertificate()
  return shown?.raw ? new X509Certificate(shown.raw) : null
}

const REFUSALS = {
  7: 'Client certificate required',
  13: 'Client certificate revoked',
  16: 'Client certificate is untrusted or invalid',
  17: 'Client certificate has expired or is not yet valid',
}

const iisPage = (why: keyof typeof REFUSALS) =>
  `<!DOCTYPE html><html><head><title>IIS 8.5 Detailed Error - 403.${why} - Forbidden</title></head>
<body><h1>HTTP Error 403.${why} - Forbidden</h1><h2>${REFUSALS[why]}</h2></body></html>`
