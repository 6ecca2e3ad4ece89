// Coming in and going out: codes are sent and taken, sessions begin and end. What comes back is the
// cookies to set; the pages know no library.

import { Failure } from '../core/errors.ts'
import type { Translate } from '../core/i18n.ts'
import { canMail, sendMail } from '../core/mail.ts'
import type { Station } from '../core/station.ts'
import { CODE_MINUTES, codeDoor, PROVIDER, providerDoor } from './auth.ts'
import { findAccountByEmail } from './store.ts'

/** Codes of a demo city, shown on the page and in the terminal; the newest for each address. */
const shown = new WeakMap<Station, Map<string, string>>()

export const shownCode = (station: Station, email: string): string | null =>
  shown.get(station)?.get(email) ?? null

/**
 * Sends a code to whoever has an account; nobody can tell from outside whether there is one.
 * @throws Failure unavailable when the city cannot send mail
 */
export async function sendCode(station: Station, email: string, t: Translate): Promise<void> {
  const { config, db } = station
  if (!config.sandbox && !canMail(station)) throw new Failure('unavailable', 'people.no_mail')
  if (!(await findAccountByEmail(db, email))) return

  const body = { email, type: 'sign-in' as const }
  const code = await codeDoor(station).api.createVerificationOTP({ body })
  if (config.sandbox) return showCode(station, email, code)
  await sendMail(station, {
    to: email,
    subject: t('people.mail_subject'),
    text: t('people.mail_text', { code, count: CODE_MINUTES }),
  })
}

/** Null when the code is wrong, used, too old, or was guessed at too often. */
export async function takeCode(
  station: Station,
  { email, code }: { email: string; code: string },
): Promise<string[] | null> {
  const answer = await codeDoor(station).api.signInEmailOTP({
    body: { email, otp: code },
    asResponse: true,
  })
  if (answer.status >= 500) throw new Failure('unavailable', 'core.our_fault')
  if (!answer.ok) return null
  shown.get(station)?.delete(email)
  return answer.headers.getSetCookie()
}

export async function signOut(station: Station, headers: Headers): Promise<string[]> {
  const answer = await codeDoor(station).api.signOut({ headers, asResponse: true })
  return answer.headers.getSetCookie()
}

/**
 * Where to go for the city's own staff accounts; they come back by `finishAtProvider`.
 * @throws Failure unavailable when the provider does not answer
 */
export async function startAtProvider(
  station: Station,
  back: string,
): Promise<{ url: string; cookies: string[] }> {
  const { baseUrl } = station.config
  const answer = await providerDoor(station)
    .api.signInSocial({
      body: {
        provider: PROVIDER,
        callbackURL: `${baseUrl}${back}`,
        errorCallbackURL: `${baseUrl}/sign-in/refused`,
        disableRedirect: true,
      },
      asResponse: true,
    })
    .catch((cause: unknown) => {
      throw new Failure('unavailable', 'people.provider_away', { cause })
    })
  const { url } = (await answer.json().catch(() => ({}))) as { url?: string }
  if (!answer.ok || !url) throw new Failure('unavailable', 'people.provider_away')
  return { url, cookies: answer.headers.getSetCookie() }
}

/** The provider's answer, as the library wants it: whole. */
export const finishAtProvider = (station: Station, request: Request): Promise<Response> =>
  providerDoor(station).handler(request)

function showCode(station: Station, email: string, code: string): void {
  const codes = shown.get(station) ?? new Map<string, string>()
  shown.set(station, codes.set(email, code))
  station.tell?.(station.words.en('people.code_told', { email, code }))
}
