// What the site answers, as an outcome. The states are those of its query page.

import { agency, days, type Outcome, pages, words } from '../../../../src/adapters/kit.ts'
import { type Entry, pointers } from './fields.ts'
import { TABLES } from './tables.ts'

const { english, speaksOf, final } = TABLES

/** Messages in red, without their bullets. */
export const messages = (page: pages.Page): string[] => pages.linesAt(page, 'font[color=red]')

/** @throws AgencyRefusal when the page came back with messages */
export function expectTaken(page: pages.Page): pages.Page {
  const lines = messages(page)
  if (lines.length > 0) throw new agency.AgencyRefusal(lines)
  return page
}

/** Refused before or at the last click: to be corrected, unless no correction helps. */
export function refused(lines: string[], entries: Entry[], reference?: string): Outcome {
  const reasons = agency.reasons(lines, english, { ...speaksOf, ...pointers(entries) })
  const isFinal = lines.some((line) => final.some((words) => line.includes(words)))
  const known = reference ? { reference } : {}
  return isFinal
    ? { kind: 'rejected', ...known, reasons }
    : { kind: 'needs', what: 'correction', ...known, reasons }
}

/** A filing as the query page shows it. @throws ChangedLayout */
export function outcomeOf(shown: Record<string, string>, entries: Entry[]): Outcome {
  const {
    申請編號: reference = '',
    狀態: state = '',
    說明: told = '',
    許可證號: number = '',
  } = shown
  if (!reference || !state) throw new agency.ChangedLayout(['missing 申請編號 or 狀態'])
  const reason = (text: string) => ({ text: agency.says(text || state, english) })

  switch (state) {
    case '審核中':
      return { kind: 'pending', reference, note: agency.says(state, english) }
    case '核准':
      return { kind: 'approved', reference, ...(number ? { number } : {}) }
    case '退回補正':
      return toCorrect(shown, entries, reference)
    case '待繳費(林務系統)':
      return toPay(shown, reference)
    case '不予許可':
    case '退件':
    case '逾期未補正':
    case '逾期未繳費':
      return { kind: 'rejected', reference, reasons: [reason(told)] }
    case '已取消':
      return { kind: 'rejected', reference, reasons: [reason(state)], isWithdrawn: true }
    default:
      // A state nobody told us of: the person reads it as the park wrote it.
      return { kind: 'pending', reference, note: agency.says(`${state} ${told}`, english) }
  }
}

function toCorrect(shown: Record<string, string>, entries: Entry[], reference: string): Outcome {
  const { 說明: told = '', 補正欄位: labels = '', 補正期限: until = '' } = shown
  const by = days.fromRoc(until)
  const at = pointers(entries)
  const names = labels.split('、').filter(Boolean)
  const reasons = names.map((name) => {
    const field = at[name]
    const said = agency.says(told, english)
    const text = words(`${name}：${said['zh-TW']}`, `${name}: ${said.en}`)
    return { text, ...(field ? { field } : {}) }
  })
  return {
    kind: 'needs',
    what: 'correction',
    reference,
    reasons: names.length > 0 ? reasons : [{ text: agency.says(told, english) }],
    ...(by ? { by } : {}),
  }
}

function toPay(shown: Record<string, string>, reference: string): Outcome {
  const { 繳費代碼: code = '', 繳費期限: until = '' } = shown
  const by = days.fromRoc(until)
  return {
    kind: 'needs',
    what: 'payment',
    reference,
    reasons: [
      {
        text: words(
          `營地的費用在林業署的系統繳，繳費代碼 ${code}。`,
          `The fee of the camp is paid in the forest system; the payment code is ${code}.`,
        ),
      },
    ],
    where: words('林業署山屋預約系統，營地費', 'The forest system, camp fees'),
    url: 'http://{sandbox}/forest/campfee.php',
    ...(by ? { by } : {}),
  }
}
