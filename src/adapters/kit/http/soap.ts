// SOAP 1.1 and 1.2: one envelope out, one back, and faults read as what they are. Prefixes differ
// from server to server and mean nothing, so answers are read without them.

import type { Call, CallInit } from '../../contract.ts'
import { AgencyTrouble, ChangedLayout, expectStatus } from '../trouble.ts'
import { build, listOf, parse, textOf, type XmlNode } from '../xml.ts'

const ENVELOPES = {
  '1.1': 'http://schemas.xmlsoap.org/soap/envelope/',
  '1.2': 'http://www.w3.org/2003/05/soap-envelope',
} as const

export interface SoapRequest
  extends Pick<CallInit, 'harmless' | 'clientCertificate' | 'authority'> {
  url: string
  action: string
  /** Default `1.1`. */
  version?: keyof typeof ENVELOPES
  /** By prefix, declared on the envelope: `{ reg: 'urn:example:register' }`. */
  namespaces: Record<string, string>
  /** Elements with their prefixes: `{ 'reg:Read': { 'reg:Id': '…' } }`. */
  body: Record<string, unknown>
  header?: Record<string, unknown>
  headers?: Record<string, string>
}

/** The service refused in SOAP's own way. Its text is the agency's and may name a person. */
export class SoapFault extends AgencyTrouble {
  /** Without prefix: `Client`, `Server`, `Sender`, `Receiver`, or the agency's subcode. */
  readonly code: string
  readonly text: string
  readonly detail: XmlNode

  constructor(code: string, text: string, detail: XmlNode) {
    super('soap_fault')
    this.code = code
    this.text = text
    this.detail = detail
  }
}

/**
 * The elements of the answer's body, without prefixes. Both envelopes are kept as evidence.
 * @throws SoapFault; AgencyTrouble by status, not_xml; ChangedLayout when there is no envelope
 */
export async function send(call: Call, request: SoapRequest): Promise<Record<string, XmlNode>> {
  const sent = envelopeOf(request)
  const { clientCertificate, authority, harmless } = request
  const response = await call.fetch(request.url, {
    method: 'POST',
    headers: { ...headersOf(request), ...request.headers },
    body: sent,
    ...(harmless === undefined ? {} : { harmless }),
    ...(clientCertificate ? { clientCertificate } : {}),
    ...(authority ? { authority } : {}),
  })
  const said = response.text()
  call.keep({ label: `${request.action} sent`, mediaType: 'text/xml', body: sent })
  call.keep({ label: `${request.action} answer`, mediaType: 'text/xml', body: said })
  // SOAP 1.1 tells its faults with status 500, so the body is read before the status counts.
  const body = bodyIn(said, response.status < 400)
  if (!body) {
    expectStatus(response.status, response.headers)
    throw new ChangedLayout(['no SOAP envelope in the answer'])
  }
  const [fault] = listOf(body, 'Fault')
  if (fault) throw faultOf(fault)
  expectStatus(response.status, response.headers)
  return body as Record<string, XmlNode>
}

function envelopeOf({ version = '1.1', namespaces, header, body }: SoapRequest): string {
  const declared = Object.entries(namespaces).map(([prefix, uri]) => [`@xmlns:${prefix}`, uri])
  return build({
    'soap:Envelope': {
      '@xmlns:soap': ENVELOPES[version],
      ...Object.fromEntries(declared),
      ...(header ? { 'soap:Header': header } : {}),
      'soap:Body': body,
    },
  })
}

const headersOf = ({ version = '1.1', action }: SoapRequest): Record<string, string> =>
  version === '1.1'
    ? { 'content-type': 'text/xml; charset=utf-8', soapaction: `"${action}"` }
    : { 'content-type': `application/soap+xml; charset=utf-8; action="${action}"` }

/** Null when the answer is no envelope and need not be one: an error page. */
function bodyIn(text: string, mustBeXml: boolean): XmlNode | null {
  try {
    const { Envelope } = parse(text, { withoutPrefixes: true })
    return listOf({ Envelope: Envelope ?? '' }, 'Envelope', 'Body')[0] ?? null
  } catch (cause) {
    if (mustBeXml) throw new AgencyTrouble('not_xml', { cause })
    return null
  }
}

function faultOf(fault: XmlNode): SoapFault {
  const old = textOf(fault, 'faultcode')
  const code = textOf(fault, 'Code', 'Subcode', 'Value') || textOf(fault, 'Code', 'Value') || old
  const text = textOf(fault, 'faultstring') || textOf(fault, 'Reason', 'Text')
  const [detail = ''] = [...listOf(fault, 'detail'), ...listOf(fault, 'Detail')]
  return new SoapFault(code.replace(/^.*:/, ''), text, detail)
}
