// Sign-in: a one-time code by mail, or the city's own identity provider. The library keeps accounts,
// sessions and codes in the people schema; nobody signs up by themselves.

import { betterAuth } from 'better-auth'
import { emailOTP, genericOAuth } from 'better-auth/plugins'
import { createTransport } from 'nodemailer'
import pg from 'pg'
import type { Station } from '../core/station.ts'

const CODE_MINUTES = 10
const SESSION_SECONDS = 12 * 3600
const CONNECTIONS = 4

export type Auth = ReturnType<typeof newAuth>

const kept = new WeakMap<Station, { auth: Auth; pool: pg.Pool }>()
/** Codes of a demo city, shown on the page; the newest for each address. */
const shown = new Map<string, string>()

export function openAuth(station: Station, databaseUrl: string): void {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: CONNECTIONS,
    options: '-c search_path=people',
  })
  pool.on('error', () => undefined)
  kept.set(station, { auth: newAuth(station, pool), pool })
}

export function authOf(station: Station): Auth {
  const found = kept.get(station)
  if (!found) throw new Error('Sign-in is not open: people.start comes first')
  return found.auth
}

export const shownCode = (email: string): string | null => shown.get(email) ?? null

function newAuth(station: Station, pool: pg.Pool) {
  const { config, secrets } = station
  const dated = { createdAt: 'created_at', updatedAt: 'updated_at' }
  return betterAuth({
    database: pool,
    secret: secrets.hash('people', 'sessions'),
    baseURL: config.baseUrl,
    basePath: '/api/auth',
    trustedOrigins: [config.baseUrl],
    telemetry: { enabled: false },
    logger: { disabled: true },
    user: { modelName: 'accounts', fields: { emailVerified: 'email_verified', ...dated } },
    session: {
      modelName: 'sessions',
      expiresIn: SESSION_SECONDS,
      fields: {
        userId: 'account_id',
        expiresAt: 'expires_at',
        ipAddress: 'ip_address',
        userAgent: 'user_agent',
        ...dated,
      },
    },
    account: { modelName: 'identities', fields: { ...identityFields, ...dated } },
    verification: { modelName: 'codes', fields: { expiresAt: 'expires_at', ...dated } },
    // Our own limits stand in front: they know the caller and survive several processes.
    rateLimit: { enabled: false },
    plugins: [
      emailOTP({
        disableSignUp: true,
        expiresIn: CODE_MINUTES * 60,
        allowedAttempts: 5,
        storeOTP: 'hashed',
        sendVerificationOTP: ({ email, otp }) => sendCode(station, email, otp),
      }),
      ...oidcOf(station),
    ],
  })
}

const identityFields = {
  userId: 'account_id',
  accountId: 'provider_account_id',
  providerId: 'provider_id',
  accessToken: 'access_token',
  refreshToken: 'refresh_token',
  idToken: 'id_token',
  accessTokenExpiresAt: 'access_token_expires_at',
  refreshTokenExpiresAt: 'refresh_token_expires_at',
}

function oidcOf({ config }: Station) {
  if (!config.oidc) return []
  const { issuer, clientId, clientSecret } = config.oidc
  const discoveryUrl = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`
  const provider = { providerId: 'city', discoveryUrl, clientId, clientSecret, disableSignUp: true }
  return [genericOAuth({ config: [{ ...provider, scopes: ['openid', 'email', 'profile'] }] })]
}

async function sendCode(station: Station, email: string, code: string): Promise<void> {
  const { config, words, city } = station
  if (config.sandbox) {
    shown.set(email, code)
    return
  }
  if (!config.smtpUrl) throw new Error('SMTP_URL is not set: no code can be sent')
  const t = words['zh-TW']
  await createTransport(config.smtpUrl).sendMail({
    from: `"${city.name['zh-TW']}" <no-reply@${new URL(config.baseUrl).hostname}>`,
    to: email,
    subject: t('people.mail_subject'),
    text: t('people.mail_text', { code, count: CODE_MINUTES }),
  })
}
