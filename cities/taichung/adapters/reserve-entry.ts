// 自然保留區進入申請: an office that takes mail only. It knows a letter again by the reference we give
// it (來文字號), answers in whatever its officers' programs write, and decides in five stages.
// Source: sandbox/reserve/README.md.

import {
  agency,
  days,
  letters,
  mailAdapter,
  type Problem,
  pdf,
  people,
  words,
  z,
} from '../../../src/adapters/kit.ts'

const RESERVES = '鴛鴦湖自然保留區 出雲山自然保留區 大武山自然保留區 南澳闊葉樹林自然保留區'.split(
  ' ',
)

const ENGLISH = {
  資料不齊: 'Something the reserve office needs is missing',
  查無可撤回: 'The reserve office finds nothing to withdraw',
}

const text = z.string().trim()
const Entry = z.strictObject({
  reserve: text.min(1),
  startOn: z.iso.date(),
  endOn: z.iso.date(),
  purpose: text.min(1).max(500),
  leader: people.Person,
  members: z.array(people.Person).max(11),
})
type Entry = z.output<typeof Entry>

function check({ reserve, startOn, endOn, leader, members }: Entry, now: Date): Problem[] {
  const team = [['/leader', leader], ...members.map((one, at) => [`/members/${at}`, one])]
  const { block } = people
  return [
    people.teamProblems(Object.fromEntries(team)),
    RESERVES.includes(reserve)
      ? []
      : block('/reserve', '不是這站管的。', 'Not one of its reserves.'),
    startOn > days.taipeiDay(now)
      ? []
      : block('/startOn', '明天起才能進入。', 'Not before tomorrow.'),
    endOn >= startOn ? [] : block('/endOn', '離開在進入之前。', 'The end is before the start.'),
  ].flat()
}

const rowOf = (person: people.Person) => ({
  name: person.name,
  id: people.idOf(person),
  birth: person.birth,
  phone: people.mobileOf(person),
  emergency: `${person.emergency_name ?? ''} ${person.emergency_phone ?? ''}`.trim(),
})

/** The office's program reads the JSON; its officer reads the text, and files the paper. */
async function letterOf(key: string, entry: Entry, subject: string, opening: string) {
  const { reserve, startOn: from, endOn: to, purpose, leader, members } = entry
  const team = [leader, ...members]
  const told = letters.lines({
    來文字號: key,
    保留區: reserve,
    進入日期: from,
    離開日期: to,
    目的: purpose,
    領隊: leader.name,
    隊員名冊: team.map(({ name }) => name).join('、'),
  })
  const form = { reference: key, reserve, from, to, purpose, leader: rowOf(leader) }
  const content = JSON.stringify({ ...form, members: team.map(rowOf) }, null, 1)
  const attachments: letters.Written['attachments'] = [
    { name: 'application.json', mediaType: 'application/json', content },
  ]
  // A name that the font lacks stands in the two others.
  if (pdf.missingIn(told) === '') {
    const paper = await pdf.letter({ title: '進入申請書', lines: told.split('\n'), key })
    attachments.push({ name: 'application.pdf', mediaType: 'application/pdf', content: paper })
  }
  return { subject, text: `${opening}\n${told}\n回信請保留來文字號。`, attachments }
}

const says = (told = '') => agency.reasons([told.trim()], ENGLISH)
const endOf = (...day: (string | undefined)[]) => `${days.fromRoc(day.join('/'))}T23:59:59+08:00`

const NUMBERS = { NUMBER: '(自保字第\\d{10}號)', PERMIT: '(自保許字第\\d{10}號)' }
const answers = letters.rules(NUMBERS, {
  '前已收到同一來文字號之申請，收件字號：NUMBER': ([, number]) => ({ kind: 'duplicate', number }),
  '業已收件。\\s*收件字號：NUMBER': ([, number]) => ({ kind: 'receipt', number }),
  'NUMBER目前進度：(.+?)（(\\d)/(\\d)）': ([, number, stage, at, of]) => {
    const note = words(`${stage}（${at}/${of}）`, `Stage ${at} of ${of}`)
    return { kind: 'pending', number, note }
  },
  'NUMBER准予進入。\\s*許可字號：PERMIT': ([, number, permit]) => {
    return { kind: 'approved', number, permit }
  },
  'NUMBER歉難同意。\\s*原因：(.+)': ([, number, why]) => {
    return { kind: 'rejected', number, reasons: says(why) }
  },
  'NUMBER請於(.+)年(.+)月(.+)日前補正。\\s*補正項目：(.+)\\s*說明：(.+)': (found) => {
    const [, number, year, month, date, item, why] = found
    const by = endOf(year, month, date)
    return { kind: 'correction', number, reasons: says(`${item}：${why}`), by }
  },
  NUMBER之補正資料業已收到: ([, number]) => ({ kind: 'pending', number }),
  NUMBER業依台端申請撤回: ([said, number]) => ({ kind: 'withdrawn', number, reasons: says(said) }),
  '.*(?:查無可撤回|不得撤回).*': ([said]) => ({ kind: 'withdrawal_refused', reasons: says(said) }),
  '.*未受理.*': ([said]) => ({ kind: 'not_filed', reasons: says(said) }),
})

export const adapter = mailAdapter({
  describe: {
    id: 'reserve-entry',
    agencies: ['reserve-office'],
    title: words('自然保留區進入申請', 'Entry into nature reserves'),
    semantics: { idempotent: true, lookup: 'key', withdraw: true, correct: true },
    openingHours: null,
    limits: { timeoutMs: 20_000, concurrency: 4, perMinute: 600, maxResponseBytes: 1_000_000 },
    hosts: ['reserve.example'],
    letters: { deskId: 'front-desk' },
  },
  input: Entry,
  check,
  ...letters.byMail<Entry>({
    to: 'entry@reserve.example',
    answersWithinHours: 48,
    filing: (key, entry) =>
      letterOf(key, entry, `自然保留區進入申請（來文字號 ${key}）`, '敬請審查下列申請。'),
    withdrawal: (reference, key) => ({
      subject: `撤回申請 ${reference}`,
      text: `行程取消，敬請撤回。\n來文字號：${key}`,
    }),
    correction: (reference, key, entry, asked) => {
      const secret = /補正鑰匙[：:]\s*([A-Z0-9]{8})/.exec(asked)?.[1] ?? ''
      return letterOf(key, entry, `補正 ${reference}`, `補正鑰匙：${secret}`)
    },
    answers,
  }),
  example: (now) => ({
    reserve: '出雲山自然保留區',
    startOn: days.addDays(days.taipeiDay(now), 30),
    endOn: days.addDays(days.taipeiDay(now), 31),
    purpose: '生態調查',
    leader: { name: '林範例', id_number: 'A123456789', birth: '1986-03-02', phone: '0912345678' },
    members: [],
  }),
})
