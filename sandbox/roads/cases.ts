// The files of the road office: one case each, its two attachments on a shelf of their own.

import { createHash } from 'node:crypto'
import { dayOf, type SandboxClock } from '../clock.ts'
import type { Store } from '../store.ts'
import type { Upload } from './big5.ts'

export interface Office {
  store: Store
  clock: SandboxClock
}

export interface Kept {
  name: string
  type: string
  bytes: number
  sha256: string
}

export type State = '受理中' | '會勘中' | '核准' | '駁回' | '已撤回'

export interface Case {
  number: string
  state: State
  answers: Record<string, string>
  map: Kept
  consent: Kept
  permit: string
  reason: string
  filedAt: string
}

const SHELF = 'roads case'

export const listCases = (office: Office): Case[] => office.store.list<Case>(SHELF)

export const findCase = (office: Office, number: string): Case | null =>
  office.store.find<Case>(SHELF, number.trim().toUpperCase())

export const saveCase = (office: Office, kept: Case): void =>
  office.store.put(SHELF, kept.number, kept)

export const isOpen = (kept: Case): boolean => kept.state === '受理中' || kept.state === '會勘中'

/** Not withdrawn by the applicant. */
export const isStanding = (kept: Case): boolean => kept.state !== '已撤回'

export function fileCase(
  office: Office,
  answers: Record<string, string>,
  files: { map: Upload; consent: Upload },
): Case {
  return office.store.together(() => {
    const same = listCases(office).some(
      (one) =>
        isStanding(one) &&
        ['idNo', 'area', 'road', 'section', 'from'].every(
          (key) => one.answers[key] === answers[key],
        ),
    )
    if (same) office.store.count('road-office duplicates')
    const number = `RO${rocYear(office)}-${String(office.store.count('roads number')).padStart(5, '0')}`
    const kept: Case = {
      number,
      state: '受理中',
      answers,
      map: keep(office, `${number} map`, files.map),
      consent: keep(office, `${number} consent`, files.consent),
      permit: '',
      reason: '',
      filedAt: office.clock.now().toISOString(),
    }
    saveCase(office, kept)
    return kept
  })
}

function keep(office: Office, id: string, { name, type, bytes }: Upload): Kept {
  office.store.put('roads attachment', id, { type, base64: bytes.toString('base64') })
  return {
    name,
    type,
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  }
}

export const rocYear = (office: Office): number =>
  Number(dayOf(office.clock.now()).slice(0, 4)) - 1911

export const nextPermit = (office: Office): string =>
  `示道占字第${rocYear(office)}${String(office.store.count('roads permit')).padStart(6, '0')}號`
