// While the line is down a counter hands out against tickets fetched before. What waits on the device
// is sealed to a key of the station (src/supply/handout/sealed-card.ts) and told when the line is back.

import { island } from '../island.ts'

interface Entry {
  ticket: string
  at: string
  sealed: string
}
interface Kept {
  allowance: { publicKey: string; untilAt: string; pieces: number; tickets: string[] } | null
  entries: Entry[]
}

const CURVE = { name: 'ECDH', namedCurve: 'P-256' }
const encoder = new TextEncoder()
const bytesOf = (text: string) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0))

island<HTMLFormElement>('offline', (form) => {
  const { place = '', now = '', waiting = '', kept = '', none = '', ready = '' } = form.dataset
  const name = `yizhan offline ${place}`
  // The station's clock, carried on: the device's own may be wrong by hours.
  const startedMs = Date.parse(now) - performance.now()
  const stationTime = () => new Date(startedMs + performance.now())
  // Cards of this gap, only in memory: who comes twice to one counter is seen there.
  const seen = new Set<string>()
  const state = read(localStorage.getItem(name))
  if (form.dataset.allowance) state.allowance = JSON.parse(form.dataset.allowance)
  const told: string[] = JSON.parse(form.dataset.told ?? '[]')
  state.entries = state.entries.filter(({ ticket }) => !told.includes(ticket))
  save()
  if (state.entries.length > 0) say(waiting)
  else if (state.allowance) say(ready)

  form.addEventListener('submit', () => {
    const field = form.elements.namedItem('entries')
    if (field instanceof HTMLInputElement) field.value = JSON.stringify(state.entries)
  })
  document.addEventListener('cut-off', async (event) => {
    const body = (event as CustomEvent<URLSearchParams>).detail
    const { allowance } = state
    const card = (body.get('card') ?? '').toUpperCase().replace(/[\s-]/g, '')
    const amount = Number(body.get('amount')) || (allowance?.pieces ?? 0)
    const isGood = allowance && stationTime() < new Date(allowance.untilAt)
    const mayHave = isGood && amount <= allowance.pieces && /^[A-Z0-9]{10,12}$/.test(card)
    const ticket = mayHave && !seen.has(card) ? allowance.tickets.shift() : undefined
    if (!allowance || !ticket) return say(none)
    seen.add(card)
    const text = JSON.stringify({ card, item: body.get('item'), amount })
    const sealed = await seal(allowance.publicKey, text)
    state.entries.push({ ticket, at: stationTime().toISOString(), sealed })
    save()
    say(kept)
  })

  function save(): void {
    localStorage.setItem(name, JSON.stringify(state))
  }
  function say(words: string): void {
    const line = form.querySelector('[role=status]')
    const tickets = String(state.allowance?.tickets.length ?? 0)
    const filled = words.replace('#', String(state.entries.length)).replace('*', tickets)
    if (line) line.textContent = filled
  }
})

function read(text: string | null): Kept {
  return text ? (JSON.parse(text) as Kept) : { allowance: null, entries: [] }
}

async function seal(publicKey: string, text: string): Promise<string> {
  const { subtle } = crypto
  const theirs = await subtle.importKey('spki', bytesOf(publicKey), CURVE, false, [])
  const own = await subtle.generateKey(CURVE, true, ['deriveBits'])
  const bits = await subtle.deriveBits({ name: 'ECDH', public: theirs }, own.privateKey, 256)
  const base = await subtle.importKey('raw', bits, 'HKDF', false, ['deriveKey'])
  const info = encoder.encode('yizhan offline card')
  const how = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info }
  const key = await subtle.deriveKey(how, base, { name: 'AES-GCM', length: 256 }, false, [
    'encrypt',
  ])
  const iv = crypto.getRandomValues(new Uint8Array(12))
  const body = await subtle.encrypt({ name: 'AES-GCM', iv }, key, encoder.encode(text))
  const point = new Uint8Array(await subtle.exportKey('raw', own.publicKey))
  const all = [...point, ...iv, ...new Uint8Array(body)]
  return btoa(String.fromCharCode(...all))
}
