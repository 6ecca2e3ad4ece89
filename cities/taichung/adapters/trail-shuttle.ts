// 登山口接駁車 (an invented operator): seats are held for twenty minutes and paid for by the person, then
// there is a ticket. Everything else stands in its own document, trail-shuttle.yaml.

import {
  agency,
  days,
  type Filing,
  type Input,
  type Outcome,
  openApiAdapter,
  type Problem,
  people,
  words,
  z,
} from '../../../src/adapters/kit.ts'

const OPENS_DAYS = 60
const ENGLISH = {
  逾時未付款: 'Not paid in time; the seats are free again',
  該日班次座位不足: 'No bus of that day has enough seats, or it is too late to book',
  已有相同的保留: 'There is a hold like this already',
  請修正欄位: 'Something has to be corrected',
  僅受理今日起: `Seats can be held up to ${OPENS_DAYS} days ahead`,
  此區間無班次: 'No bus runs between these stops',
  此區間無回程班次: 'No bus runs back from this stop',
  發車前: 'It is too late to cancel: less than 6 hours before the bus leaves',
  停駛: 'The bus does not run',
}
const STATE_ENGLISH = { REVIEWING: 'A group of more than 8 is being looked at by the operator' }

const text = (value: unknown): string => (typeof value === 'string' ? value : '')
const reference = (hold: Filing): string => text(hold.hold_id)

/** The document promises RFC 3339; what comes is Taipei's time without saying so. */
const moment = (value: string): string => (/[Z+]/.test(value) ? value : `${value}+08:00`)

const busOf = (hold: Filing): string =>
  `${text(hold.service_day)} ${text(hold.leaves)} ${text(hold.from_stop)} → ${text(hold.to_stop)}`

const toPay = (hold: Filing): Outcome => ({
  kind: 'needs',
  what: 'payment',
  reference: reference(hold),
  by: moment(text(hold.pay_by)),
  url: text(hold.pay_url),
  reasons: [],
  where: words(
    `業者的付款頁（${busOf(hold)}，共 ${Number(hold.amount_twd)} 元）；逾時座位會釋出`,
    `The operator’s payment page (${busOf(hold)}, NT$${Number(hold.amount_twd)} in all); seats not paid for in time are given to others`,
  ),
})

/** Over without the applicant having taken it back. */
const ended = (hold: Filing, zh: string): Outcome => ({
  kind: 'rejected',
  reference: reference(hold),
  reasons: [{ text: agency.says(text(hold.reason) || zh, ENGLISH) }],
})

const states: Record<string, (hold: Filing) => Outcome> = {
  REVIEWING: (hold) => ({
    kind: 'pending',
    reference: reference(hold),
    note: words('八人以上是團體，業者審核中', STATE_ENGLISH.REVIEWING),
  }),
  HELD: toPay,
  PAID: (hold) => ({ kind: 'approved', reference: reference(hold), number: text(hold.ticket_no) }),
  EXPIRED: (hold) => ended(hold, '逾時未付款，座位已釋出'),
  REFUSED: (hold) => ended(hold, '業者未接受'),
  CANCELLED: (hold) => ({
    kind: 'rejected',
    reference: reference(hold),
    reasons: [{ text: words('已取消', 'Cancelled') }],
    isWithdrawn: true,
  }),
}

const Booking = z.strictObject({
  departOn: z.iso.date(),
  from: z.string().min(1),
  to: z.string().min(1),
  /** Also back from where the trip ends, on its last day, to the stop where one got on. */
  back: z.boolean().optional(),
  backOn: z.iso.date().optional(),
  backFrom: z.string().optional(),
  people: z.int().min(1),
  applicant: people.Contact,
})

/** The operator's names for what journeys and maps call otherwise. */
const STOPS: Record<string, string> = {
  'taichung-hsr': '臺中高鐵站',
  taichung: '臺中車站',
  taitung: '臺東車站',
  向陽登山口: '向陽',
  東埔登山口: '東埔',
}
const stopOf = (name: string): string => STOPS[name] ?? name

function request(input: Input): Input {
  const { departOn, from, to, back, backOn = '', backFrom = '', ...who } = Booking.parse(input)
  const { name, phone, email } = who.applicant
  return {
    service_day: departOn,
    from_stop: stopOf(from),
    to_stop: stopOf(to),
    ...(back ? { return: { service_day: backOn, from_stop: stopOf(backFrom) } } : {}),
    persons: who.people,
    contact: { name, phone, ...(email ? { email } : {}) },
  }
}

const POINTERS = {
  '/service_day': '/departOn',
  '/from_stop': '/from',
  '/to_stop': '/to',
  '/return': '/backFrom',
  '/return/service_day': '/backOn',
  '/return/from_stop': '/backFrom',
  '/persons': '/people',
  '/contact/name': '/applicant/name',
  '/contact/phone': '/applicant/phone',
  '/contact/email': '/applicant/email',
}

function check({ departOn, back, backOn }: Input, now: Date): Problem[] {
  const today = days.taipeiDay(now)
  const day = text(departOn)
  return [
    day < today || day > days.addDays(today, OPENS_DAYS)
      ? people.block(
          '/departOn',
          `接駁車只收今天起 ${OPENS_DAYS} 天內的班次。`,
          `The shuttle takes bookings up to ${OPENS_DAYS} days ahead.`,
        )
      : [],
    back === true && text(backOn) < day
      ? people.block('/backOn', '回程不能比去程早。', 'The way back is before the way there.')
      : [],
  ].flat()
}

export const adapter = openApiAdapter({
  describe: {
    id: 'trail-shuttle',
    agencies: ['trail-shuttle'],
    title: words('登山口接駁車', 'Trailhead shuttle'),
    semantics: { idempotent: true, lookup: 'key', withdraw: true, correct: false },
    openingHours: null,
    limits: { timeoutMs: 8000, concurrency: 8, perMinute: 600, maxResponseBytes: 200_000 },
    hosts: ['{sandbox}'],
    credentials: [
      { name: 'client_id', title: words('介接帳號', 'Client id'), demo: 'yizhan' },
      {
        name: 'client_secret',
        title: words('介接密碼', 'Client secret'),
        demo: 'demo-shuttle-secret',
      },
      {
        name: 'webhook_secret',
        title: words('通知簽章密鑰', 'Secret that signs its messages'),
        demo: 'whsec_c2h1dHRsZSBvZiB0aGUgZGVtbyBjaXR5',
      },
    ],
  },
  beside: import.meta.url,
  server: 'http://{sandbox}/shuttle/api/v2',
  served: 'http://{sandbox}/shuttle/openapi.json',
  keys: { clientCredentials: { id: 'client_id', secret: 'client_secret' } },
  operations: {
    submit: 'createHold',
    find: 'listHolds',
    look: 'getHold',
    withdraw: 'cancelHold',
    health: 'getHealth',
  },
  key: { body: 'external_ref', header: 'Idempotency-Key', query: 'external_ref' },
  fields: { reference: 'hold_id', key: 'external_ref', state: 'state', list: 'holds' },
  states,
  problems: {
    invalid: 'correction',
    'sold-out': 'rejected',
    'duplicate-hold': 'duplicate',
    'key-reused': 'duplicate',
    'too-late': 'rejected',
    'wrong-state': 'rejected',
    'not-found': 'absent',
    maintenance: 'unavailable',
    'too-many-requests': 'unavailable',
  },
  english: ENGLISH,
  mapped: { input: Booking, request, pointers: POINTERS },
  check,
  hooks: {
    secret: 'webhook_secret',
    read: (message) => {
      const { data } = message as { data: { external_ref: string } }
      return { key: text(data.external_ref) }
    },
  },
  example: (now) => ({
    departOn: days.addDays(days.taipeiDay(now), 12),
    from: 'taitung',
    to: '向陽登山口',
    back: true,
    backOn: days.addDays(days.taipeiDay(now), 19),
    backFrom: '東埔登山口',
    people: 2,
    applicant: { name: '陳𨳊䂖', phone: '0922333444' },
  }),
})
