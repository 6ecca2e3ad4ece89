// Telling a voice, at the moment or at the end of the day, by whoever stands at the front line.

import type { Context } from 'hono'
import { allow, everyone, staff } from '../../../core/access.ts'
import { Failure, type Problem } from '../../../core/errors.ts'
import { frameOf } from '../../../core/frame.ts'
import { sayMessage } from '../../../core/i18n.ts'
import { callerOf, limit } from '../../../core/rate-limit.ts'
import { newPages, type Web } from '../../../core/web.ts'
import { getPlaces } from '../../../places/index.ts'
import { tellVoice, voiceProblems } from '../../actions/reports.ts'
import { servicesNear } from '../../rules/access.ts'
import { maskRequest } from '../../rules/report.ts'
import { type Door, KINDS, type Kind } from '../../schema/words.ts'
import { findService, listServices } from '../../services.ts'
import { DAY_LINES, DayPage, lineOf } from './day-view.tsx'
import { readReport, type Typed, textsOf } from './form.ts'
import { ReportPage } from './view.tsx'

export const reportPages = newPages()

/** Of one device: more in ten minutes is a flood. */
const FLOOD = { points: 40, perSeconds: 600, by: deviceOf }

reportPages.get('/voices/new', allow(everyone), (c) => {
  const kind = KINDS.find((one) => one === c.req.query('kind')) ?? 'missed'
  const place = c.req.query('place') ?? ''
  return c.html(reportPage(c, { kind, typed: { ...newSheet(c), place }, errors: {} }))
})

reportPages.post('/voices/new', allow(everyone), limit('voices', FLOOD), async (c) => {
  const typed = textsOf(await c.req.parseBody())
  const kind = KINDS.find((one) => one === typed.kind) ?? 'missed'
  const { request, problems } = readReport(typed)
  const wrong = problems ?? voiceProblems(c.var.station, request)
  if (wrong.length > 0) return c.html(reportPage(c, { kind, ...again(c, typed, wrong) }), 422)
  if (!request) throw new Error('a report without problems was read')
  const { token } = await tellVoice(c.var.station, request, {
    ...tellerOf(c),
    door: await doorOf(c, typed),
    shape: 'moment',
    sheet: sheetOf(typed),
  })
  return c.redirect(`/voices/receipts/${token}`, 303)
})

reportPages.get('/voices/day', allow(everyone), (c) =>
  c.html(dayPage(c, { typed: newSheet(c), errors: {} })),
)

reportPages.post('/voices/day', allow(everyone), limit('voices', FLOOD), async (c) => {
  const typed = textsOf(await c.req.parseBody())
  const lines = Array.from({ length: DAY_LINES }, (_, index) => lineOf(typed, index))
    .map((line, index) => ({ line, index }))
    .filter(({ line }) => line !== null)
    .map(({ line, index }) => ({ index, ...readReport(line as Typed) }))
  const wrong = lines.flatMap(({ index, request, problems }) =>
    (problems ?? voiceProblems(c.var.station, request)).map((problem) => ({
      ...problem,
      pointer: problem.pointer === '/service' ? '/service' : `/${index}${problem.pointer}`,
    })),
  )
  if (lines.length === 0) wrong.push({ pointer: '/0/words', message: 'voices.day.error.empty' })
  if (wrong.length > 0) return c.html(dayPage(c, again(c, typed, wrong)), 422)
  const tokens: string[] = []
  const by = { ...tellerOf(c), door: await doorOf(c, typed), shape: 'day_summary' as const }
  for (const { request, index } of lines) {
    if (!request) continue
    const sheet = sheetOf(typed) && `${sheetOf(typed)}-${index}`
    tokens.push((await tellVoice(c.var.station, request, { ...by, sheet })).token)
  }
  const others = tokens.slice(1).map((token) => `with=${token}`)
  return c.redirect(`/voices/receipts/${tokens[0]}?${others.join('&')}`, 303)
})

interface Shown {
  typed: Typed
  errors: Record<string, string>
  isMasked?: boolean
}

function reportPage(c: Context<Web>, { kind, ...shown }: Shown & { kind: Kind }) {
  const title = c.var.t(`voices.report.title.${kind}`)
  return (
    <ReportPage
      {...shared(c, shown)}
      frame={frameOf(c, { title, hasError: hasErrors(shown), islands: ['voice'] })}
      kind={kind}
    />
  )
}

function dayPage(c: Context<Web>, shown: Shown) {
  const title = c.var.t('voices.day.title')
  return (
    <DayPage
      {...shared(c, shown)}
      frame={frameOf(c, { title, hasError: hasErrors(shown), islands: ['voice'] })}
    />
  )
}

const hasErrors = ({ errors }: Shown) => Object.keys(errors).length > 0

function shared(c: Context<Web>, { typed, errors, isMasked = false }: Shown) {
  const { station, actor } = c.var
  const services = servicesNear(actor, listServices(station))
  // Where somebody works says what they speak of; everybody else chooses.
  const near = actor && actor.desks.length > 0 ? (services[0]?.id ?? '') : ''
  return {
    services,
    districts: getPlaces(station).districts.districts,
    typed: { ...typed, service: typed.service ?? c.req.query('service') ?? near },
    errors,
    isMasked,
    isStaff: staff(c),
    isSignedIn: actor !== null,
  }
}

const newSheet = (c: Context<Web>): Typed => ({ sheet: c.var.station.secrets.randomToken() })

/** Only one of ours: what somebody else made up could be another's. */
const sheetOf = ({ sheet = '' }: Typed): string | null => (/^[\w-]{43}$/.test(sheet) ? sheet : null)

/** The page once more: everything typed stays, but numbers of persons are covered and shown. */
function again(c: Context<Web>, typed: Typed, problems: Problem[]): Shown {
  const { lang, t } = c.var
  const isMasked = problems.some(({ message }) => message === 'voices.report.error.numbers')
  const errors = Object.fromEntries(
    problems.map(({ pointer, message, values }) => [
      pointer.slice(1).replaceAll('/', '-'),
      sayMessage(message, lang, t, values),
    ]),
  )
  return { typed: isMasked ? maskTyped(typed) : typed, errors, isMasked }
}

const maskTyped = (typed: Typed): Typed =>
  Object.fromEntries(
    Object.entries(typed).map(([name, text]) =>
      name === 'sheet' ? [name, text] : [name, maskRequest({ words: text }).words],
    ),
  )

function tellerOf(c: Context<Web>) {
  return { actor: c.var.actor, device: deviceOf(c), language: c.var.lang }
}

/** Where the voice was heard: staff may say, everyone else is at their own screen. */
async function doorOf(c: Context<Web>, typed: Typed): Promise<Door> {
  if (!(await staff(c))) return 'web'
  return (['counter', 'phone', 'paper'] as const).find((door) => door === typed.door) ?? 'counter'
}

/** A counter's staff share an address; somebody signed in is told apart by the account. */
export function deviceOf(c: Context<Web>): string {
  const { actor } = c.var
  return actor
    ? `account ${actor.accountId}`
    : `${callerOf(c)} ${(c.req.header('user-agent') ?? '').slice(0, 200)}`
}

export function getServiceAsked(c: Context<Web>, id: string) {
  const service = findService(c.var.station, id)
  if (!service) throw new Failure('not_found', 'voices.no_such_service')
  return service
}
