// Where a call may go: the hosts an adapter declares and nowhere else, and never into a private
// network unless the adapter declares that very address.

import { lookup as resolveName } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'
import { AgencyTrouble } from '../kit/trouble.ts'

const PRIVATE_V4 = ['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16']
const MORE_V4 = ['172.16.0.0/12', '192.0.0.0/24', '192.168.0.0/16', '198.18.0.0/15', '224.0.0.0/3']
const PRIVATE_V6 = ['::/127', 'fc00::/7', 'fe80::/10', 'ff00::/8', '2001:db8::/32']
// Ways of writing an IPv4 address in one of IPv6: NAT64 (RFC 6052, RFC 8215), 6to4, Teredo.
const CARRYING_V4 = ['64:ff9b::/96', '64:ff9b:1::/48', '2002::/16', '2001::/32']

const privateAddresses = new BlockList()
for (const range of [...PRIVATE_V4, ...MORE_V4]) addRange(range, 'ipv4')
for (const range of [...PRIVATE_V6, ...CARRYING_V4]) addRange(range, 'ipv6')

function addRange(range: string, family: 'ipv4' | 'ipv6'): void {
  const [network = '', bits = ''] = range.split('/')
  privateAddresses.addSubnet(network, Number(bits), family)
}

/** Also true for what is no address at all: unknown is closed. */
export function isPrivateAddress(address: string): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (mapped) return isPrivateAddress(mapped)
  const family = isIP(address)
  if (family === 0 || /^::ffff:/i.test(address)) return true
  return privateAddresses.check(address, family === 6 ? 'ipv6' : 'ipv4')
}

/**
 * The address of a call, if it may be made.
 * @param hosts `host` (port 443 or 80) or `host:port`
 * @throws AgencyTrouble host_not_declared, private_address
 */
export function allowedUrl(address: string, hosts: string[]): URL {
  const url = URL.canParse(address) ? new URL(address) : null
  const isWeb = url?.protocol === 'https:' || url?.protocol === 'http:'
  if (!url || !isWeb || url.username || !hosts.includes(url.host)) {
    throw new AgencyTrouble('host_not_declared')
  }
  return url
}

/** An address that is declared as such may be private; a name must lead to a public one. */
export const isDeclaredAddress = (url: URL): boolean => isIP(bareHost(url)) !== 0

export const bareHost = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '')

/**
 * Resolves a name for the connection itself, so that the address checked is the address used: a name
 * that answers differently the second time gains nothing.
 */
export const publicLookup: LookupFunction = (hostname, options, done) => {
  resolveName(hostname, { ...options, all: true }, (error, found) => {
    if (error) return done(error, '', 4)
    if (found.some(({ address }) => isPrivateAddress(address))) {
      return done(new AgencyTrouble('private_address'), '', 4)
    }
    if (options.all) return done(null, found)
    const [first] = found
    return first ? done(null, first.address, first.family) : done(new Error('no address'), '', 4)
  })
}
