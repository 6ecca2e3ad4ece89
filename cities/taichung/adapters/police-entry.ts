// 警政署入山申請介接: one XML service for every police bureau. It keeps our ApplyKey and recognises the
// same leader on the same day, so that sending twice is answered with the number it already gave.
// Source: sandbox/README.md, section 2.

import {
  agency,
  type By,
  big5,
  type Call,
  days,
  httpAdapter,
  type Outcome,
  type Problem,
  people,
  type Withdrawal,
  words,
  xml,
  z,
} from '../../../src/adapters/kit.ts'
import { example } from './police-entry/example.ts'

const SERVICE = 'http://{sandbox}/police/MountainEntry.ashx'
const BUREAUS = '台北 新北 桃園 新竹 苗栗 台中 南投 嘉義 高雄 屏東 台東 花蓮 宜蘭'.split(' ')

const ENGLISH = {
  重複申請: 'The police already have a filing of this leader for this day',
  必要欄位未填: 'Something the police need is missing',
  申請日期須於入山日前: 'The police take filings from 124 to 3 days before entry',
  警察局代碼錯誤: 'The police do not know this bureau',
  欄位格式錯誤: 'The police cannot read this',
  人數超過上限: 'There are too many people in the team',
  案件狀態不允許取消: 'It can no longer be cancelled',
  查無資料: 'The police have no such filing',
  已取消: 'Cancelled',
  審核中: 'Under review; this takes one or two working days',
}

const text = z.string().trim()
const Entry = z.strictObject({
  teamName: text.max(30).optional(),
  areas: z.array(text),
  bureaus: z.array(text).min(1),
  entryPoint: text.min(1),
  exitPoint: text.min(1),
  startOn: z.iso.date(),
  endOn: z.iso.date(),
  leader: people.Person,
  members: z.array(people.Person).max(11),
  contact: people.Contact,
  plan: text.min(1).max(2000),
})
type Entry = z.output<typeof Entry>

/** 臺東縣警察局 is 台東 here. */
const bureauName = (name: string): string => name.replaceAll('臺', '台').slice(0, 2)

function check(entry: Entry, now: Date): Problem[] {
  const { startOn, endOn, leader, members, bureaus } = entry
  const unknown = bureaus.filter((name) => !BUREAUS.includes(bureauName(name)))
  const team = Object.fromEntries([
    ['/leader', leader],
    ...members.map((member, at) => [`/members/${at}`, member] as const),
  ])
  return [
    ...people.teamProblems(team),
    people.mobileOf(leader) === ''
      ? people.block(
          '/leader/phone',
          '警方需要領隊的電話。',
          'The police ask for the leader’s telephone.',
        )
      : [],
    days.taipeiDay(now) > days.addDays(startOn, -3)
      ? people.block(
          '/startOn',
          '線上申請要在入山 3 天前；現在請到警察局或派出所辦理。',
          'Filing online ends 3 days before entry; now only a police station can help.',
        )
      : [],
    endOn < startOn
      ? people.block('/endOn', '下山日在入山日之前。', 'The last day is before the first.')
      : [],
    unknown.length > 0
      ? people.block(
          '/bureaus',
          `警政署沒有這些警察局：${unknown.join('、')}。`,
          `The police do not know these bureaus: ${unknown.join(', ')}.`,
        )
      : [],
  ].flat()
}

const westernDay = (day: string): string => day.replaceAll('-', '/')

const personXml = (person: people.Person) => ({
  Name: person.name,
  IdNo: people.idOf(person),
  Birthday: westernDay(person.birth),
  Phone: people.mobileOf(person),
  Address: people.addressLine(person),
  EmergencyName: person.emergency_name ?? '',
  EmergencyPhone: person.emergency_phone ?? '',
})

const applyXml = (key: string, entry: Entry): string =>
  xml.build({
    MountainEntryApply: {
      ApplyKey: key,
      TeamName: entry.teamName ?? '',
      EntryDate: westernDay(entry.startOn),
      ExitDate: westernDay(entry.endOn),
      EntryPoint: entry.entryPoint,
      ExitPoint: entry.exitPoint,
      Areas: { Area: entry.areas },
      Bureaus: { Bureau: entry.bureaus.map(bureauName) },
      Plan: entry.plan,
      Leader: personXml(entry.leader),
      Members: { Member: entry.members.map(personXml) },
      Contact: { Name: entry.contact.name, Phone: entry.contact.phone },
    },
  })

interface Answer {
  code: string
  message: string
  field: string
  reference: string
  key: string
  status: string
  permit: string
  reason: string
}

type Operation = 'Apply' | 'Query' | 'Cancel'

/** @throws AgencyTrouble when the service gave no answer to be trusted */
async function ask(call: Call, operation: Operation, body: string): Promise<Answer> {
  const response = await call.fetch(`${SERVICE}?op=${operation}`, {
    method: 'POST',
    headers: {
      'content-type': 'text/xml; charset=utf-8',
      'x-api-key': call.credential('api_key'),
    },
    body,
    harmless: operation === 'Query',
  })
  agency.expectStatus(response.status, response.headers)
  const said = big5.decode(response.bytes)
  call.keep({ label: `${operation} sent`, mediaType: 'text/xml', body })
  call.keep({ label: `${operation} answer`, mediaType: 'text/xml', body: said })

  const part = (name: string): string => xml.textOf(xml.parse(said), 'Response', name)
  const code = part('Code')
  if (!/^(000|[DE]\d\d)$/.test(code)) throw new agency.ChangedLayout(['no Code in the answer'])
  if (code === 'E90') throw new agency.AgencyTrouble('maintenance', { isNothingRecorded: true })
  if (code === 'E01') {
    throw new agency.AgencyTrouble('credential_refused', { isNothingRecorded: true })
  }
  if (code === 'E02' || code === 'E11') {
    throw new agency.AgencyTrouble(`refused_${code}`, { isNothingRecorded: true })
  }
  return {
    code,
    message: part('Message'),
    field: part('Field'),
    reference: part('ApplyNo'),
    key: part('ApplyKey'),
    status: part('Status'),
    permit: part('PermitNo'),
    reason: part('Reason'),
  }
}

async function submit(key: string, entry: Entry, call: Call): Promise<Outcome> {
  const answer = await ask(call, 'Apply', applyXml(key, entry))
  const { code, message, reference } = answer
  if (code === '000' || (code === 'D01' && answer.key === key)) {
    if (!reference) throw new agency.ChangedLayout(['no ApplyNo in the answer'])
    return { kind: 'accepted', reference }
  }
  const field = pointerOf(code, answer.field)
  const reasons = [{ text: agency.says(message, ENGLISH), ...(field ? { field } : {}) }]
  const isFinal = code === 'D01' || code === 'E04'
  return isFinal ? { kind: 'rejected', reasons } : { kind: 'needs', what: 'correction', reasons }
}

const POINTERS: Record<string, string> = {
  D01: '/leader',
  E04: '/startOn',
  E05: '/bureaus',
  E07: '/members',
}
const PARTS: Record<string, string> = {
  Name: 'name',
  IdNo: 'id_number',
  Birthday: 'birth',
  Phone: 'phone',
  EntryDate: 'startOn',
  ExitDate: 'endOn',
  EntryPoint: 'entryPoint',
  ExitPoint: 'exitPoint',
  Bureaus: 'bureaus',
  Plan: 'plan',
  TeamName: 'teamName',
}

/** `Members/Member[2]/IdNo`, counted from 1, as `/members/1/id_number`. */
function pointerOf(code: string, field: string): string | undefined {
  if (field === '') return POINTERS[code]
  const steps = field.split('/').filter((step) => step !== 'Members')
  const path = steps.map((step) => {
    const nth = /^Member\[(\d+)\]$/.exec(step)?.[1]
    return nth ? `members/${Number(nth) - 1}` : (PARTS[step] ?? step.toLowerCase())
  })
  return `/${path.join('/')}`
}

async function lookup(by: By, _: Entry, call: Call): Promise<Outcome | null> {
  const asked = 'key' in by ? { ApplyKey: by.key } : { ApplyNo: by.reference }
  const answer = await ask(call, 'Query', xml.build({ MountainEntryQuery: asked }))
  if (answer.code === 'E09') return null
  if (answer.code !== '000' || !answer.reference) {
    throw new agency.ChangedLayout([`Query answered ${answer.code}`])
  }
  if ('key' in by && answer.key !== by.key) throw new agency.ChangedLayout(['another ApplyKey'])
  return outcomeOf(answer)
}

function outcomeOf({ status, reference, permit, reason }: Answer): Outcome {
  const said = agency.says(reason || status, ENGLISH)
  if (status === '已許可') {
    return { kind: 'approved', reference, ...(permit ? { number: permit } : {}) }
  }
  if (status === '不予許可') return { kind: 'rejected', reference, reasons: [{ text: said }] }
  if (status === '已取消') {
    return { kind: 'rejected', reference, reasons: [{ text: said }], isWithdrawn: true }
  }
  return { kind: 'pending', reference, note: agency.says(status, ENGLISH) }
}

async function withdraw(reference: string, entry: Entry, call: Call): Promise<Withdrawal> {
  const body = { MountainEntryCancel: { ApplyNo: reference, Reason: '行程取消' } }
  const { code, message } = await ask(call, 'Cancel', xml.build(body))
  if (code === '000') return { kind: 'withdrawn' }
  const now = code === 'E10' ? await lookup({ reference }, entry, call) : null
  if (now?.kind === 'rejected' && now.isWithdrawn) return { kind: 'withdrawn' }
  return { kind: 'refused', reasons: agency.reasons([message], ENGLISH) }
}

/** Asks for a filing that cannot be there: service, key and encoding answer or they do not. */
async function health(call: Call) {
  const nobody = xml.build({ MountainEntryQuery: { ApplyKey: 'health-check' } })
  const { code, message } = await ask(call, 'Query', nobody)
  return { ok: code === 'E09' || code === '000', detail: `${code} ${message}` }
}

export const adapter = httpAdapter({
  describe: {
    id: 'police-entry',
    agencies: ['police'],
    title: words('入山許可', 'Mountain entry permits'),
    semantics: { idempotent: true, lookup: 'key', withdraw: true, correct: false },
    openingHours: null,
    limits: { timeoutMs: 10_000, concurrency: 8, perMinute: 600, maxResponseBytes: 200_000 },
    hosts: ['{sandbox}'],
    credentials: [
      {
        name: 'api_key',
        title: words('介接金鑰', 'Interface key'),
        demo: 'demo-police-key',
      },
    ],
  },
  input: Entry,
  check,
  submit,
  lookup,
  withdraw,
  health,
  example,
})
