// 海端鄉公所 登山隊伍通報 (invented): the office takes its own form by fax and answers by mail or by
// telephone. Source: sandbox/township/README.md.

import {
  agency,
  type Call,
  days,
  fax,
  faxAdapter,
  fileBeside,
  type Problem,
  pdf,
  people,
  words,
  z,
} from '../../../src/adapters/kit.ts'

const FORM = 'http://{sandbox}/township/forms/team.pdf'
const KNOWN_FORM = fileBeside(import.meta.url, './township-notice/team.pdf')
const ENTRY_DAYS_AHEAD = 3

const text = z.string().trim()
const Notice = z.strictObject({
  teamName: text.optional(),
  route: text.min(1),
  entryPoint: text.min(1),
  exitPoint: text.min(1),
  startOn: z.iso.date(),
  endOn: z.iso.date(),
  leader: people.Person,
  members: z.array(people.Person).max(11),
  contact: people.Contact,
  plan: text.min(1),
})
type Notice = z.output<typeof Notice>

function check(notice: Notice, now: Date): Problem[] {
  const { startOn, endOn, leader, members } = notice
  const team = Object.fromEntries([
    ['/leader', leader],
    ...members.map((member, at) => [`/members/${at}`, member] as const),
  ])
  return [
    ...people.teamProblems(team),
    ...Object.entries(team).flatMap(([at, { name }]) => notDrawn(`${at}/name`, name)),
    days.taipeiDay(now) > days.addDays(startOn, -ENTRY_DAYS_AHEAD)
      ? people.block(
          '/startOn',
          '鄉公所要在入山 3 天前收到通報；現在請打電話給公所。',
          'The office takes notices until 3 days before entry; now please telephone it.',
        )
      : [],
    endOn < startOn
      ? people.block('/endOn', '下山日在入山日之前。', 'The last day is before the first.')
      : [],
  ].flat()
}

function notDrawn(pointer: string, name: string): Problem[] {
  const missing = pdf.missingIn(name)
  if (missing === '') return []
  const message = words(
    `「${missing}」印不出來，這份傳真會由承辦人手寫，比較慢。`,
    `“${missing}” cannot be printed; a person will write this fax by hand, which takes longer.`,
  )
  return [{ pointer, message, level: 'info' }]
}

const roc = (day: string): string[] => days.toRoc(day).split('/')

function personFields(person: people.Person, row: number): Record<string, string> {
  const { name, birth, emergency_name = '', emergency_phone = '' } = person
  return {
    [`未命名${row}`]: name,
    [`未命名${row}_2`]: people.idOf(person),
    [`未命名${row}_3`]: days.toRoc(birth),
    [`未命名${row}_4`]: people.mobileOf(person),
    [`未命名${row}_5`]: `${emergency_name}\n${emergency_phone}`.trim(),
  }
}

function dayFields(field: string, day: string, place: string): Record<string, string> {
  const [year = '', month = '', date = ''] = roc(day)
  return {
    [field]: year,
    [`${field}_2`]: month,
    [`${field}_3`]: date,
    [`${field}_4`]: place,
  }
}

/** The key stands in 通報單位文號 on both pages and comes back in the office's answer. */
const fill =
  (kind: 'NEW' | 'CHG' | 'DEL') =>
  ({ key, input, replyTo }: fax.Filling<Notice>): Promise<Uint8Array> => {
    const { leader, members, contact } = input
    const team = [leader, ...members]
    return pdf.fillForm(KNOWN_FORM, {
      核取1: kind,
      文字1: input.teamName ?? `${leader.name}等 ${team.length} 人`,
      文字1_2: input.route,
      ...dayFields('文字2', input.startOn, input.entryPoint),
      ...dayFields('文字3', input.endOn, input.exitPoint),
      數字5: String(team.length),
      文字6: input.plan,
      ...Object.assign({}, ...team.map((person, at) => personFields(person, at + 1))),
      文字7: contact.name,
      文字7_2: contact.phone,
      文字8: key,
      核取9: '1',
      文字10: `回覆請寄 ${replyTo}`,
    })
  }

/** 示範雲端傳真: what its manual says that each result means. */
const LINE = fax.mailLine('fax.sandbox.example', {
  labels: { subject: '主旨', job: '工作編號', pages: '頁數', result: '結果' },
  results: {
    成功: { state: 'arrived', result: 'ok' },
    忙線: { state: 'failed', result: 'busy' },
    無人接聽: { state: 'failed', result: 'no_answer' },
    // The office throws away a fax that lacks a page.
    斷線: { state: 'failed', result: 'cut' },
    品質不良: { state: 'unclear', result: 'poor_line' },
    檔案錯誤: { state: 'failed', result: 'format_error' },
    重複工作: { state: 'unclear', result: 'called_duplicate' },
  },
})

const ANSWERS: fax.Answer[] = [
  {
    says: /同意備查[\s\S]*收件編號：(\S+)/,
    means: ([, number = '']) => ({ kind: 'approved', number }),
  },
  {
    says: /退請補正：(.+)/,
    means: ([, reason = '']) => ({ kind: 'correction', reason: agency.says(reason, {}) }),
  },
]

/** Nobody is asked by telephone whether the machine is on; the form is compared with ours. */
async function health(call: Call): Promise<{ ok: boolean; detail: string }> {
  const form = await call.fetch(FORM)
  agency.expectStatus(form.status, form.headers)
  const differences = await pdf.formDifferences(KNOWN_FORM, form.bytes)
  if (differences.length > 0) throw new agency.ChangedLayout(differences)
  await call.wires.fax.greet(LINE)
  return { ok: true, detail: 'form unchanged, line greets' }
}

export const adapter = faxAdapter({
  describe: {
    id: 'township-notice',
    agencies: ['haiduan-township'],
    title: words('海端鄉登山隊伍通報', 'Haiduan Township, notice of a mountain team'),
    semantics: {
      idempotent: false,
      lookup: 'key',
      // What is looked up is our own record, written before the paper goes out.
      settlesAfterSeconds: 0,
      withdraw: true,
      correct: true,
    },
    openingHours: null,
    limits: { timeoutMs: 40_000, concurrency: 2, perMinute: 60, maxResponseBytes: 2_000_000 },
    hosts: [
      '{sandbox}',
      '{sandbox-smtp}',
      'fax.sandbox.example',
      'haiduan.sandbox.example',
      'fax:+88689931370',
    ],
  },
  input: Notice,
  check,
  ...fax.byFax<Notice>({
    to: '+88689931370',
    line: LINE,
    filing: fill('NEW'),
    correction: fill('CHG'),
    withdrawal: fill('DEL'),
    answers: ANSWERS,
  }),
  health,
  example,
})

/** People who do not exist. */
function example(now: Date): z.input<typeof Notice> {
  const startOn = days.addDays(days.taipeiDay(now), 20)
  const person = { birth: '1986-03-02', nationality: 'TW', phone: '0912345678' }
  const emergency = { emergency_name: '林大同', emergency_phone: '0422289111' }
  return {
    teamName: '海端示範隊',
    route: '南二段',
    entryPoint: '向陽登山口',
    exitPoint: '東埔登山口',
    startOn,
    endOn: days.addDays(startOn, 7),
    leader: { ...person, ...emergency, name: '林怡君', id_number: 'B223456782' },
    members: [{ ...person, ...emergency, name: '陳𨳊䂖', id_number: 'L122334452' }],
    contact: { name: '王大姊', phone: '0988777666' },
    plan: '第1天 向陽登山口 → 嘉明湖山屋\n第8天 觀高山屋 → 東埔登山口',
  }
}
