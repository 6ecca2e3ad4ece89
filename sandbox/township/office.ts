// 海端鄉公所 (a stand-in): the fax machine and the clerk who files what can be read. The clerk does
// not compare: what comes twice is filed twice.

import { dayOf } from '../clock.ts'
import type { MailFaults } from '../mailfaults.ts'
import type { Mailroom } from '../mailroom.ts'
import type { Stand } from '../oracle.ts'
import { readForm } from './forms.ts'
import { DOMAIN, listQueued, takeJob, transmit } from './line.ts'
import {
  AGENCY,
  type Fax,
  listNotices,
  type Office,
  saveNotice,
  seen,
  throwAway,
} from './notices.ts'
import { officePages } from './officer.ts'

const MOST_BYTES = 5 * 1024 * 1024

export function townshipOffice(
  ground: Pick<Office, 'store' | 'clock'>,
  mailroom: Mailroom,
  faults: MailFaults,
): Stand {
  const office: Office = { ...ground, mailroom, faults }
  let line: Promise<void> = Promise.resolve()
  const dial = (job: Parameters<typeof transmit>[1]) => {
    line = line.then(() => transmit(office, job, (fax) => receive(office, fax)))
  }
  mailroom.join({
    agency: AGENCY,
    domain: DOMAIN,
    isKnown: (address) => /^\d{8,15}@/.test(address),
    unknown: 'refuse',
    mostBytes: MOST_BYTES,
    occasionOf: () => 'file',
    take: (arrived) => dial(takeJob(office, arrived)),
  })
  for (const job of listQueued(office)) dial(job)
  return {
    app: officePages(office),
    agencies: [AGENCY],
    filings: () => listNotices(office).map(seen),
    forget: () => {},
  }
}

/** What lies in the machine: filed when it can be read and no page is missing, else thrown away. */
function receive(office: Office, { job, sheets, of, isRead }: Fax): void {
  const { store, clock } = office
  store.count(`${AGENCY} received`)
  const read = isRead && sheets.length === of ? readForm(sheets) : null
  if (!read) {
    const why = sheets.length < of ? '缺頁' : isRead ? '非本所表單' : '無法辨識'
    throwAway(office, job, why)
    return
  }
  const standing = listNotices(office).filter((one) => one.status !== '已取消')
  const before = standing.find((one) => one.key === read.key)
  if (read.kind === 'DEL') {
    if (before) saveNotice(office, { ...before, status: '已取消' })
    return
  }
  if (before && read.kind === 'CHG') {
    const { mail, fields } = read
    saveNotice(office, {
      ...before,
      status: '已收件',
      mail,
      fields: { form: read.form, ...fields },
    })
    return
  }
  if (before) store.count(`${AGENCY} duplicates`)
  const day = dayOf(clock.now())
  const serial = String(store.count(`township ${day}`)).padStart(3, '0')
  const number = `端鄉${Number(day.slice(0, 4)) - 1911}${day.slice(5).replace('-', '')}${serial}`
  saveNotice(office, {
    number,
    key: read.key,
    status: '已收件',
    filedAt: clock.now().toISOString(),
    job,
    pages: sheets.length,
    text: sheets.map((sheet) => sheet.text),
    mail: read.mail,
    reason: '',
    fields: { form: read.form, ...read.fields },
  })
}
