// All settings, read once. An unknown or wrong value stops the start with one line that says what
// was expected. The list stands in docs/runbook.md.

import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { makeFolder } from './folders.ts'

const port = z.coerce
  .number('a port, 1 to 65535')
  .int('a port, 1 to 65535')
  .min(1, 'a port, 1 to 65535')
  .max(65_535, 'a port, 1 to 65535')
const url = (...protocols: string[]) =>
  z.url({
    protocol: new RegExp(`^(${protocols.join('|')})$`),
    error: `an address ${protocols.join(' or ')}://…`,
  })

const Settings = z.object({
  PORT: port.default(8080),
  HOST: z.string().default('127.0.0.1'),
  BASE_URL: url('http', 'https').optional(),
  CITY: z
    .string()
    .regex(/^[a-z][a-z0-9-]*$/, 'the name of a folder below cities/')
    .default('taichung'),
  DATA_DIR: z.string().min(1).default('./data'),
  DATABASE_URL: url('postgres', 'postgresql').optional(),
  DATABASE_READ_URL: url('postgres', 'postgresql').optional(),
  SECRET_KEY: z.string().min(32, 'at least 32 characters').optional(),
  SANDBOX: z.enum(['on', 'off'], 'on or off').optional(),
  SANDBOX_PORT: port.default(8090),
  INBOX_PORT: port.optional(),
  SMTP_URL: url('smtp', 'smtps').optional(),
  OIDC_ISSUER: url('https', 'http').optional(),
  OIDC_CLIENT_ID: z.string().min(1).optional(),
  OIDC_CLIENT_SECRET: z.string().min(1).optional(),
  CHROMIUM_PATH: z.string().min(1).optional(),
  TRUST_PROXY: z.enum(['on', 'off'], 'on or off').default('off'),
  NODE_ENV: z.string().optional(),
})

export const configKeys = Object.keys(Settings.shape).filter((key) => key !== 'NODE_ENV')

/** What begins like a setting of ours and is none is a slip of the pen. */
const OURS = /^(INBOX|OIDC|SANDBOX|SMTP|YIZHAN)_/
/** Read by the sandbox's own program. */
const OF_THE_SANDBOX = ['SANDBOX_DIR', 'SANDBOX_START', 'SANDBOX_CHILD']
/** Never printed, not even when wrong: an address may hold a password. */
const SECRET = /SECRET|_URL$/

export interface Config {
  port: number
  host: string
  baseUrl: string
  city: string
  /** Absolute. */
  dataDir: string
  /** Null: the embedded server. */
  databaseUrl: string | null
  databaseReadUrl: string | null
  secretKey: string
  sandbox: boolean
  sandboxPort: number
  /** Where the city takes mail for its cases; 0: any free port; null: it takes none. */
  inboxPort: number | null
  smtpUrl: string | null
  oidc: { issuer: string; clientId: string; clientSecret: string } | null
  chromiumPath: string | null
  /** True when a proxy of ours stands in front, so that X-Forwarded-For names the caller. */
  trustProxy: boolean
  production: boolean
}

/** A wrong setting. Its message is the one line to print. */
export class WrongSetting extends Error {}

type Environment = Record<string, string | undefined>

/** @throws WrongSetting */
export function readConfig(environment: Environment): Config {
  const filled = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
  refuseUnknown(Object.keys(filled))
  const settings = readSettings(filled)
  const production = settings.NODE_ENV === 'production'
  const dataDir = resolve(settings.DATA_DIR)
  const sandbox = settings.SANDBOX ? settings.SANDBOX === 'on' : !production
  if (sandbox && settings.PORT === settings.SANDBOX_PORT) {
    throw new WrongSetting(`SANDBOX_PORT=${settings.SANDBOX_PORT}: expected another than PORT`)
  }

  return {
    port: settings.PORT,
    host: settings.HOST,
    baseUrl: (settings.BASE_URL ?? `http://localhost:${settings.PORT}`).replace(/\/$/, ''),
    city: settings.CITY,
    dataDir,
    databaseUrl: settings.DATABASE_URL ?? null,
    databaseReadUrl: settings.DATABASE_READ_URL ?? null,
    secretKey: settings.SECRET_KEY ?? keptSecretKey(dataDir, production),
    sandbox,
    sandboxPort: settings.SANDBOX_PORT,
    inboxPort: settings.INBOX_PORT ?? (sandbox ? 0 : null),
    smtpUrl: settings.SMTP_URL ?? null,
    oidc: readOidc(settings),
    chromiumPath: settings.CHROMIUM_PATH ?? null,
    trustProxy: settings.TRUST_PROXY === 'on',
    production,
  }
}

function refuseUnknown(names: string[]): void {
  const unknown = names.find(
    (name) => OURS.test(name) && !configKeys.includes(name) && !OF_THE_SANDBOX.includes(name),
  )
  if (unknown) {
    throw new WrongSetting(`${unknown}: no such setting; docs/runbook.md lists them`)
  }
}

function readSettings(filled: Environment): z.output<typeof Settings> {
  const read = Settings.safeParse(filled)
  if (read.success) return read.data

  const [issue] = read.error.issues
  const name = String(issue?.path[0])
  const shown = SECRET.test(name) ? name : `${name}=${filled[name]}`
  throw new WrongSetting(`${shown}: expected ${issue?.message}`)
}

/** Made once and kept with the data, so that a demo's answers can be read after a restart. */
function keptSecretKey(dataDir: string, production: boolean): string {
  if (production) {
    throw new WrongSetting('SECRET_KEY: expected at least 32 characters when NODE_ENV=production')
  }
  const file = join(dataDir, 'secret-key')
  try {
    if (existsSync(file)) return readFileSync(file, 'utf8').trim()
    const key = randomBytes(32).toString('hex')
    makeFolder(dataDir)
    writeFileSync(file, `${key}\n`, { mode: 0o600, flag: 'wx' })
    return key
  } catch (cause) {
    const full = (cause as { code?: string }).code === 'ENOSPC'
    const expected = full ? 'space on its disk' : 'a folder that can be written'
    throw new WrongSetting(`DATA_DIR=${dataDir}: expected ${expected}`, { cause })
  }
}

function readOidc(settings: z.output<typeof Settings>): Config['oidc'] {
  const {
    OIDC_ISSUER: issuer,
    OIDC_CLIENT_ID: clientId,
    OIDC_CLIENT_SECRET: clientSecret,
  } = settings
  if (!issuer && !clientId && !clientSecret) return null
  if (issuer && clientId && clientSecret) return { issuer, clientId, clientSecret }
  throw new WrongSetting(
    'OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET: expected all three or none',
  )
}
