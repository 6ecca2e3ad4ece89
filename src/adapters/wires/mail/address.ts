// The city's addresses for mail with agencies. Each filing has one of its own: whoever writes to it
// has seen a letter of ours, and nothing about the person is in it.

import type { Secrets } from '../../../core/secrets.ts'
import type { Station } from '../../../core/station.ts'
import type { Description } from '../../contract.ts'

/** What stands before `+` in every address of ours. */
const LOCAL = 'case'
const TOKEN = '[0-9a-f]{24}'

/** 96 bits of a keyed hash: the same for the same filing, not to be guessed. */
export const tokenOf = ({ secrets }: { secrets: Secrets }, adapterId: string, key: string) =>
  secrets.hash('adapters.conversation', `${adapterId}\0${key}`).slice(0, 24)

/** The part after @ of our addresses: the host people visit. */
export const inboxDomain = ({ config }: Pick<Station, 'config'>): string =>
  new URL(config.baseUrl).hostname.toLowerCase()

export const aliasOf = (token: string, domain: string): string => `${LOCAL}+${token}@${domain}`

/** The same for the same letter, so that whoever gets it twice can tell. */
export const messageIdOf = (token: string, topic: string, domain: string): string =>
  `<${token}.${topic}@${domain}>`

/** Null: not an address of ours. `token` is null where the part after `+` got lost. */
export function readAddress(address: string, domain: string): { token: string | null } | null {
  const pattern = new RegExp(`^${LOCAL}(?:\\+(${TOKEN}))?@(.+)$`, 'i')
  const [, token = null, host = ''] = pattern.exec(address) ?? []
  return host.toLowerCase() === domain ? { token: token?.toLowerCase() ?? null } : null
}

/** Tokens in addresses of ours that a text quotes. */
export const tokensQuoted = (text: string): string[] =>
  [...text.matchAll(new RegExp(`${LOCAL}\\+(${TOKEN})@`, 'gi'))].map(([, token = '']) =>
    token.toLowerCase(),
  )

/** Tokens in ids of letters of ours. */
export const tokensOfIds = (ids: string): string[] =>
  [...ids.matchAll(new RegExp(`<(${TOKEN})\\.[\\w-]+@`, 'gi'))].map(([, token = '']) =>
    token.toLowerCase(),
  )

/** The topic of the letter of this conversation that such ids name; empty when they name none. */
export const topicOfIds = (ids: string, token: string): string =>
  new RegExp(`<${token}\\.([\\w-]+)@`, 'i').exec(ids)?.[1] ?? ''

export const domainOf = (address: string): string =>
  address.slice(address.lastIndexOf('@') + 1).toLowerCase()

/** The domains an adapter writes to, and takes answers from. */
export const mailDomains = ({ hosts }: Pick<Description, 'hosts'>): string[] =>
  hosts
    .map((host) => host.replace(/^mailto:(\/\/)?/, ''))
    .filter((host) => /^[a-z0-9.-]+\.[a-z][a-z0-9-]*$/.test(host))

export const isWithin = (domain: string, declared: string[]): boolean =>
  declared.some((one) => domain === one || domain.endsWith(`.${one}`))
