// The story of the masks, played in a demo city by the same actions that people press: who leaves
// work late is missed, rules change on Thursdays, and it closes on people served. Its words are made
// up after what pharmacists told in 2020.

import { addDays, taipeiDay, taipeiMoment } from '../../core/clock.ts'
import { Failure } from '../../core/errors.ts'
import type { Station } from '../../core/station.ts'
import type { Actor } from '../../core/web.ts'
import { nextWeekday } from '../../core/weeks.ts'
import { demoAccounts } from '../../people/index.ts'
import type { NewDecision } from '../schema/decision.ts'
import { VoiceRequest } from '../schema/report.ts'
import { UNKNOWN } from '../schema/served.ts'
import type { DecisionKind } from '../schema/words.ts'
import { findFinding, listFindings } from '../store/findings.ts'
import { judgeFindings } from './judging.ts'
import { tellServed } from './receipts.ts'
import { tellVoice } from './reports.ts'
import { closeRound, decide, openRound } from './rounds.ts'
import { recordServed } from './served.ts'

const SERVICE = 'mask-ration'
const MONDAY = 1
const PEOPLE = { service: SERVICE, kind: 'missed' as const, groups: ['works_late' as const] }
const LATE = { ...PEOPLE, barriers: ['sold_out' as const], severity: 'cannot' as const }
const PACKING = {
  service: SERVICE,
  kind: 'burden' as const,
  barriers: ['workload' as const],
  words: '一包九片，要拆要數要再裝，包裝時間變三倍，關門以後還在包。',
  minutes: 120,
  afterHours: true,
}

const LATE_WORDS = [
  ['號碼牌早上九點就發完，下班的人來都沒有了。', 'xitun', 6],
  ['七點以後來的上班族，一片都買不到。', 'central', 5],
  ['晚上來的人說，白天不能請假排隊。', 'north', 4],
  ['工地下班來的，每天都空手回去。', 'dali', 4],
] as const

/** How the city's time is moved; in a test the clock alone. */
export type Move = (at: Date) => Promise<void>

export interface Told {
  late: string[]
  packing: string[]
}

/** Monday: what pharmacists tell, and the first round. */
export async function tellAndDecide(station: Station): Promise<Told> {
  const late = []
  for (const [words, place, people] of LATE_WORDS)
    late.push(await tell(station, { ...LATE, words, place, people }))
  const packing = []
  for (let pharmacy = 0; pharmacy < 3; pharmacy += 1)
    packing.push(
      await tell(station, { ...PACKING, words: `${PACKING.words}（第 ${pharmacy + 1} 家）` }),
    )
  await openRound(station)
  await decideNext(station, 'works_late', {
    kind: 'change_now',
    words: '每天一百份裡留二十份，晚上八點再發。',
    changedId: '每天 100 份，20 份留到 20:00',
  })
  await decideNext(station, 'front_line', {
    kind: 'change_now',
    words: '星期天休息不發；裝袋改用大信封，一次裝好。',
    changedId: '星期天不發、大信封',
  })
  await closeRound(station, { minutes: 40 })
  return { late, packing }
}

/** The Monday after it started: who leaves work at ten is too late for eight o'clock as well. */
export async function tellOfTheLatest(station: Station): Promise<void> {
  const words = '十點才下班的人，八點的也來不及。'
  await tell(station, { ...LATE, words, place: 'xitun', people: 2 })
}

/** A week after the start: most are served, and yet the finding stays open. */
export async function countFirstWeek(station: Station, { packing }: Told): Promise<void> {
  await served(station, 'works_late', 12)
  for (const token of packing) await tellServed(station, token, 1)
  await judgeFindings(station)
}

/** The next round answers the one who leaves work at ten. */
export async function decideAgain(station: Station): Promise<void> {
  await openRound(station)
  await judgeFindings(station)
  await decideNext(station, 'works_late', {
    kind: 'try',
    words: '可以先訂，到二十四小時的店拿。',
    changedId: '先訂、24 小時的店取',
  })
  await closeRound(station, { minutes: 25 })
}

/** Two weeks of people who collect at night: now it closes. */
export async function collectAtNight(station: Station): Promise<void> {
  await served(station, 'works_late', 30)
  await judgeFindings(station)
}

/**
 * All of it, week after week, from the next Monday morning on.
 * @throws Failure conflict when it was played before
 */
export async function playMaskStory(station: Station, move: Move): Promise<string> {
  const { db, clock } = station
  const today = taipeiDay(clock.now())
  const known = await listFindings(db, { today, serviceId: SERVICE, states: ['closed'], limit: 50 })
  if (known.some(({ group }) => group === 'works_late'))
    throw new Failure('conflict', 'voices.story.played')
  const to = (day: string) => move(taipeiMoment(day, '09:30'))
  const monday = nextWeekday(addDays(today, -1), MONDAY)
  if (monday > today) await to(monday)
  const told = await tellAndDecide(station)
  await to(addDays(monday, 7))
  await tellOfTheLatest(station)
  // Changes start on Thursday; eight days after it the week is whole and judged.
  await to(addDays(monday, 11))
  await countFirstWeek(station, told)
  await to(addDays(monday, 14))
  await decideAgain(station)
  await to(addDays(monday, 28))
  await collectAtNight(station)
  return idOf(station, 'works_late')
}

const tell = async (
  station: Station,
  request: Partial<VoiceRequest> & { service: string },
): Promise<string> => {
  const { token } = await tellVoice(station, VoiceRequest.parse(request), {
    actor: null,
    device: null,
    door: 'counter',
    shape: 'moment',
    language: 'zh-TW',
    sheet: null,
  })
  return token
}

async function idOf(station: Station, group: string): Promise<string> {
  const today = taipeiDay(station.clock.now())
  const findings = await listFindings(station.db, { today, serviceId: SERVICE, limit: 50 })
  const found = findings.find((finding) => finding.group === group)
  if (!found) throw new Failure('not_found', 'voices.finding.not_found')
  return found.findingId
}

async function decideNext(
  station: Station,
  group: string,
  given: { kind: DecisionKind; words: string; changedId: string },
): Promise<void> {
  const findingId = await idOf(station, group)
  const today = taipeiDay(station.clock.now())
  const finding = await findFinding(station.db, { findingId, today })
  if (!finding) return
  const decision: NewDecision = {
    ...given,
    changedWhat: 'ration',
    changedVersion: null,
    agency: 'health',
    by: '衛生所 口罩供應窗口',
    dueOn: addDays(today, 14),
    severity: finding.severity,
    revision: finding.revision,
  }
  await decide(station, { ...decision, findingId, actor: keeper(), language: 'zh-TW' })
}

async function served(station: Station, group: string, people: number): Promise<void> {
  const findingId = await idOf(station, group)
  await station.db.transaction().execute((tx) =>
    recordServed(station, tx, {
      serviceId: SERVICE,
      findingId,
      weekOn: taipeiDay(station.clock.now()),
      door: 'store',
      districtId: UNKNOWN,
      ageBand: UNKNOWN,
      came: people,
      finished: people,
      couldNot: 0,
      source: 'hand_outs',
    }),
  )
}

function keeper(): Actor {
  const account = demoAccounts.find(({ accountId }) => accountId === 'masks')
  if (!account) throw new Error('the demo city has nobody at the mask desk')
  const { accountId, name, email } = account
  return { accountId, name, email, roles: ['clerk'], desks: ['mask-desk'], agencyId: null }
}
