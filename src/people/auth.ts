// The sign-in library, set up on our tables. Two doors to the same accounts and sessions: codes by
// mail, and the city's own identity provider. Apart, because the library waits for the provider when
// it starts, and a provider that is down must hold up nobody who is signed in.

import { type BetterAuthOptions, betterAuth } from 'better-auth'
import { emailOTP, genericOAuth } from 'better-auth/plugins'
import type { Station } from '../core/station.ts'

/** How long a code is good for. Long enough for a slow mailbox. */
export const CODE_MINUTES = 10
/** A working day: whoever forgets to sign out at the counter is out by the next morning. */
const SESSION_SECONDS = 12 * 3600
/** After so many wrong guesses a code is worth nothing, even when the right one follows. */
const GUESSES_PER_CODE = 5

export const PROVIDER = 'city'

const codeDoors = new WeakMap<Station, ReturnType<typeof newCodeDoor>>()
const providerDoors = new WeakMap<Station, ReturnType<typeof newProviderDoor>>()

/** Codes, sessions, signing out. */
export const codeDoor = (station: Station) => keptIn(codeDoors, station, newCodeDoor)

/** Only where OIDC_* is set. */
export const providerDoor = (station: Station) => keptIn(providerDoors, station, newProviderDoor)

const newCodeDoor = (station: Station) =>
  betterAuth({
    ...optionsFor(station),
    plugins: [
      emailOTP({
        disableSignUp: true,
        expiresIn: CODE_MINUTES * 60,
        allowedAttempts: GUESSES_PER_CODE,
        storeOTP: 'hashed',
        // We send ourselves: the library would log a mail that fails and go on.
        sendVerificationOTP: () => Promise.reject(new Error('codes are sent by actions.ts')),
      }),
    ],
  })

function newProviderDoor(station: Station) {
  const { oidc } = station.config
  if (!oidc) throw new Error('The city has no identity provider: OIDC_* is not set')
  const discoveryUrl = `${oidc.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`
  return betterAuth({
    ...optionsFor(station),
    account: {
      ...optionsFor(station).account,
      // The provider is the city's own: whoever it calls by an address is the account of that name.
      accountLinking: { enabled: true, trustedProviders: [PROVIDER] },
    },
    plugins: [
      genericOAuth({
        config: [
          {
            providerId: PROVIDER,
            discoveryUrl,
            clientId: oidc.clientId,
            clientSecret: oidc.clientSecret,
            scopes: ['openid', 'email', 'profile'],
            disableSignUp: true,
            requireIdTokenVerification: true,
          },
        ],
      }),
    ],
  })
}

const DATED = { createdAt: 'created_at', updatedAt: 'updated_at' }

function optionsFor({ config, db, secrets }: Station) {
  return {
    database: { db: db.withSchema('people'), type: 'postgres' },
    secret: secrets.hash('people', 'sessions'),
    baseURL: config.baseUrl,
    basePath: '/api/auth',
    trustedOrigins: [config.baseUrl],
    telemetry: { enabled: false },
    logger: { disabled: true },
    // Our own limits stand in front: they survive several processes.
    rateLimit: { enabled: false },
    // Where somebody sits and with which browser is nothing we need.
    advanced: { ipAddress: { disableIpTracking: true } },
    databaseHooks: {
      session: {
        create: { before: async (session) => ({ data: { ...session, userAgent: null } }) },
      },
    },
    user: { modelName: 'accounts', fields: { emailVerified: 'email_verified', ...DATED } },
    session: {
      modelName: 'sessions',
      expiresIn: SESSION_SECONDS,
      fields: {
        userId: 'account_id',
        expiresAt: 'expires_at',
        ipAddress: 'ip_address',
        userAgent: 'user_agent',
        ...DATED,
      },
    },
    account: { modelName: 'identities', fields: { ...IDENTITY, ...DATED } },
    verification: { modelName: 'codes', fields: { expiresAt: 'expires_at', ...DATED } },
  } satisfies BetterAuthOptions
}

const IDENTITY = {
  userId: 'account_id',
  accountId: 'provider_account_id',
  providerId: 'provider_id',
  accessToken: 'access_token',
  refreshToken: 'refresh_token',
  idToken: 'id_token',
  accessTokenExpiresAt: 'access_token_expires_at',
  refreshTokenExpiresAt: 'refresh_token_expires_at',
}

function keptIn<Door extends object>(
  doors: WeakMap<Station, Door>,
  station: Station,
  open: (station: Station) => Door,
): Door {
  const door = doors.get(station) ?? open(station)
  doors.set(station, door)
  return door
}
