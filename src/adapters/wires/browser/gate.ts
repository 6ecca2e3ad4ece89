// Every request of the page is made by us: the browser has no way out of its own. So it keeps to the
// declared hosts, goes once and is never repeated by the browser, and its answers are bounded.

import type { BrowserContext, CDPSession, Page } from 'playwright-core'
import type { CallResponse } from '../../contract.ts'
import type { WireGround } from '../../gateway/wires.ts'
import { AgencyTrouble, expectStatus } from '../../kit/trouble.ts'

const MAX_REQUESTS = 400
/** What a page cannot do without; a missing picture is no trouble. */
const NEEDED = ['Document', 'XHR', 'Fetch', 'Script']
/** Of an answer that we have unpacked and measured already. */
const NOT_PASSED_ON = ['content-encoding', 'content-length', 'transfer-encoding', 'connection']

export interface Gate {
  /** Requests under way. */
  pending(): number
  /** What went wrong since it was last asked; only the first counts. */
  takeTrouble(): AgencyTrouble | null
  /** From now on a request may file: none goes out a second time. */
  afterLeaving(): void
}

type Paused = Parameters<Parameters<typeof listen>[1]>[0]
const listen = (session: CDPSession, then: (event: PausedEvent) => void) =>
  session.on('Fetch.requestPaused', then)
interface PausedEvent {
  requestId: string
  resourceType: string
  frameId: string
  request: {
    url: string
    method: string
    headers: Record<string, string>
    hasPostData?: boolean
    postDataEntries?: { bytes?: string }[]
  }
}

export async function guardPage(
  context: BrowserContext,
  page: Page,
  ground: WireGround,
): Promise<Gate> {
  const session = await context.newCDPSession(page)
  const { frameTree } = await session.send('Page.getFrameTree')
  const state = {
    mainFrame: frameTree.frame.id,
    pending: 0,
    total: 0,
    hasLeft: false,
    trouble: null as AgencyTrouble | null,
    sent: new Set<string>(),
  }
  listen(session, (event) => {
    if (/^(data|blob|about):/.test(event.request.url)) {
      void tell(session, 'Fetch.continueRequest', { requestId: event.requestId })
      return
    }
    state.pending += 1
    passOn(session, event, ground, state)
      .catch((error: unknown) => {
        state.trouble ??= troubleFor(event, error, state)
        return tell(session, 'Fetch.failRequest', {
          requestId: event.requestId,
          errorReason: 'Failed',
        })
      })
      .finally(() => {
        state.pending -= 1
      })
  })
  await session.send('Fetch.enable', { patterns: [{ urlPattern: '*', requestStage: 'Request' }] })
  return {
    pending: () => state.pending,
    takeTrouble: () => {
      const { trouble } = state
      state.trouble = null
      return trouble
    },
    afterLeaving: () => {
      state.hasLeft = true
    },
  }
}

interface GateState {
  mainFrame: string
  total: number
  hasLeft: boolean
  trouble: AgencyTrouble | null
  sent: Set<string>
}

async function passOn(
  session: CDPSession,
  event: Paused,
  ground: WireGround,
  state: GateState,
): Promise<void> {
  const { url, method, headers } = event.request
  const body = bodyOf(event)
  state.total += 1
  if (state.total > MAX_REQUESTS) throw new AgencyTrouble('too_many_requests')
  const mayFile = state.hasLeft && !/^(GET|HEAD|OPTIONS)$/.test(method)
  if (mayFile) expectFirst(state, `${method} ${url}\n${body?.toString('base64') ?? ''}`)
  const response = await ground.fetch(withoutFragment(url), {
    method,
    headers: sentHeaders(headers),
    redirect: 'manual',
    harmless: !mayFile,
    ...(body ? { body } : {}),
  })
  if (isNeeded(event, state)) state.trouble ??= troubleIn(event, response, state.hasLeft)
  await session.send('Fetch.fulfillRequest', {
    requestId: event.requestId,
    responseCode: response.status,
    responseHeaders: passedHeaders(response.headers),
    body: Buffer.from(response.bytes).toString('base64'),
  })
}

/** A page that sends its form twice, or is told to again, files once. */
function expectFirst({ sent }: GateState, what: string): void {
  if (sent.has(what)) throw new AgencyTrouble('sent_twice')
  sent.add(what)
}

function bodyOf({ request }: Paused): Buffer | null {
  if (!request.hasPostData) return null
  const parts = request.postDataEntries ?? []
  // A file picked from a disk is not among the parts; half a form is none.
  if (parts.length === 0 || parts.some(({ bytes }) => bytes === undefined)) {
    throw new AgencyTrouble('upload_not_supported')
  }
  return Buffer.concat(parts.map(({ bytes = '' }) => Buffer.from(bytes, 'base64')))
}

const sentHeaders = (headers: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers)
      .map(([name, value]) => [name.toLowerCase(), value] as const)
      .filter(([name]) => name !== 'accept-encoding' && name !== 'host'),
  )

function passedHeaders(headers: Headers): { name: string; value: string }[] {
  const plain = [...headers]
    .filter(([name]) => name !== 'set-cookie' && !NOT_PASSED_ON.includes(name))
    .map(([name, value]) => ({ name, value }))
  return [...plain, ...headers.getSetCookie().map((value) => ({ name: 'set-cookie', value }))]
}

/** Answers that say by themselves that something is wrong, whatever the page makes of them. */
function troubleIn(event: Paused, response: CallResponse, hasLeft: boolean): AgencyTrouble | null {
  const isPage = event.resourceType === 'Document'
  if (response.status >= 500 || (isPage && response.status >= 400)) {
    return statusTrouble(response, hasLeft)
  }
  if (response.status >= 300) return null
  const type = response.headers.get('content-type') ?? ''
  const isHalfPage = isPage && /html/.test(type) && !/<\/html>\s*$/i.test(response.text())
  const isHalfJson = /json/.test(type) && response.bytes.length > 0 && !isJson(response.text())
  return isHalfPage || isHalfJson ? new AgencyTrouble('half_page') : null
}

/** Once a filing may have left, an answer that speaks of one request says nothing of the others. */
function statusTrouble({ status, headers }: CallResponse, hasLeft: boolean): AgencyTrouble {
  if (hasLeft) return new AgencyTrouble(`http_${status}`)
  try {
    expectStatus(status, headers)
  } catch (error) {
    if (error instanceof AgencyTrouble) return error
  }
  return new AgencyTrouble(`http_${status}`)
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** A counter or a font of a foreign host is left out and missed by nobody. */
function troubleFor(event: Paused, error: unknown, state: GateState): AgencyTrouble | null {
  const trouble = error instanceof AgencyTrouble ? error : new AgencyTrouble('network')
  const isForeign = /^(host_not_declared|private_address)$/.test(trouble.trouble)
  const isPage = event.resourceType === 'Document'
  return isNeeded(event, state) && (isPage || !isForeign) ? trouble : null
}

/** A frame inside the page is a part like a picture. */
const isNeeded = ({ resourceType, frameId }: Paused, { mainFrame }: GateState): boolean =>
  NEEDED.includes(resourceType) && (resourceType !== 'Document' || frameId === mainFrame)

const withoutFragment = (url: string): string => url.replace(/#.*$/, '')

/** The page may have gone on meanwhile. */
async function tell(
  session: CDPSession,
  method: 'Fetch.continueRequest' | 'Fetch.failRequest',
  args: { requestId: string; errorReason?: 'Failed' },
): Promise<void> {
  await (method === 'Fetch.failRequest'
    ? session.send(method, { requestId: args.requestId, errorReason: 'Failed' })
    : session.send(method, { requestId: args.requestId })
  ).catch(() => undefined)
}
