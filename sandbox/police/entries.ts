// Entries filed with the police: one number each, a copy for every bureau named.

import { dayOf, type SandboxClock } from '../clock.ts'
import type { Store } from '../store.ts'
import { type Application, dayFrom } from './rules.ts'

export interface Entry {
  number: string
  application: Application
  status: '審核中' | '已許可' | '不予許可' | '已取消'
  permit: string
  reason: string
  filedAt: string
}

export interface Station {
  store: Store
  clock: SandboxClock
  apiKey: string
}

const SHELF = 'police entry'

export const listEntries = (station: Station): Entry[] => station.store.list<Entry>(SHELF)

export const findEntry = (station: Station, number: string): Entry | null =>
  station.store.find<Entry>(SHELF, number)

/** The newest with this key, standing ones first. */
export function findByKey(station: Station, key: string): Entry | null {
  const found = listEntries(station).filter((entry) => entry.application.applyKey === key)
  return found.findLast(isStanding) ?? found.at(-1) ?? null
}

/** A standing entry of the same leader and day is given back instead of a new one. */
export function applyEntry(station: Station, application: Application) {
  const same = listEntries(station).find(
    (entry) =>
      isStanding(entry) &&
      entry.application.entryDate === application.entryDate &&
      entry.application.leader.idNo === application.leader.idNo,
  )
  if (same) return { entry: same, isNew: false }
  const now = station.clock.now()
  const entry: Entry = {
    number: nextNumber(station, 'P', '-', 4),
    application,
    status: '審核中',
    permit: '',
    reason: '',
    filedAt: now.toISOString(),
  }
  saveEntry(station, entry)
  return { entry, isNew: true }
}

/** Null when it may not be cancelled any more. */
export function cancelEntry(station: Station, entry: Entry, reason: string): Entry | null {
  const entryDay = dayFrom(entry.application.entryDate) ?? ''
  if (!isStanding(entry) || dayOf(station.clock.now()) >= entryDay) return null
  const cancelled: Entry = { ...entry, status: '已取消', reason }
  saveEntry(station, cancelled)
  return cancelled
}

export const permitNumber = (station: Station): string =>
  `${nextNumber(station, '入山字第', '', 3)}號`

export const saveEntry = (station: Station, entry: Entry): void =>
  station.store.put(SHELF, entry.number, entry)

export const isStanding = (entry: Entry): boolean =>
  entry.status === '審核中' || entry.status === '已許可'

function nextNumber(station: Station, before: string, between: string, width: number): string {
  const today = dayOf(station.clock.now())
  const roc = `${Number(today.slice(0, 4)) - 1911}${today.slice(5).replace('-', '')}`
  const next = station.store.count(`police number ${before}${roc}`)
  return `${before}${roc}${between}${String(next).padStart(width, '0')}`
}
