// The frame of every page. Scripts come as files of ours only, and the font's style sheet last:
// words appear in the reader's own font at once and never wait for ours.

import { raw } from 'hono/html'
import type { Child } from 'hono/jsx'
import { LANG_TAG, type Language, type Translate } from '../core/i18n.ts'
import { asset } from './assets.ts'

export type T = Translate

export interface PageFrame {
  t: T
  lang: Language
  /** Of this page, to come back to after the language is changed. */
  path: string
  title: string
  cityName: string
  hasError?: boolean | undefined
  signedInAs?: string | null | undefined
  /** Whoever works here goes to their desk; a resident can only sign out. */
  hasDesk?: boolean | undefined
  nonceless?: true | undefined
  islands?: string[] | undefined
  /** Sheets that only these pages need, after the one of all. */
  styles?: string[] | undefined
  wide?: boolean | undefined
  /** Says that this is a demo. */
  banner?: string | undefined
  noIndex?: boolean | undefined
  /** What the city shows in public, at the foot of every page. */
  links?: { href: string; text: string }[] | undefined
}

export function Layout(props: PageFrame & { children: Child }) {
  const { t, lang, title, cityName, islands = [], styles = [] } = props
  const prefix = props.hasError ? t('ui.error_prefix') : ''
  return (
    <>
      {raw('<!DOCTYPE html>')}
      <html lang={LANG_TAG[lang]} data-waiting={t('ui.waiting')}>
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <title>{`${prefix}${t('ui.page_title', { title, city: cityName })}`}</title>
          {props.noIndex && <meta name="robots" content="noindex" />}
          <link rel="icon" href={SEAL} />
          {['main.css', ...styles].map((name) => (
            <link rel="stylesheet" href={asset(name)} />
          ))}
          {[...new Set([...EVERYWHERE, ...islands])].map((name) => (
            <script type="module" src={asset(name)} />
          ))}
        </head>
        <body>
          <a class="skip" href="#main">
            {t('ui.skip')}
          </a>
          <Header {...props} />
          <main id="main" class={props.wide ? 'main main-wide' : 'main'}>
            {props.children}
          </main>
          <Footer t={t} cityName={props.cityName} links={props.links} />
          <link rel="stylesheet" href={asset('fonts.css')} />
        </body>
      </html>
    </>
  )
}

/** Small enough to be on every page, so that no page forgets one. */
const EVERYWHERE = ['page', 'date']

const SEAL =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Crect width='16' height='16' rx='2' fill='%23b23a22'/%3E%3Cpath d='M4 12V5.5h8V12M8 5.5V3M4 8.8h8' fill='none' stroke='%23fff' stroke-width='1.5'/%3E%3C/svg%3E"

function Header(frame: PageFrame) {
  const { t, lang, path, cityName, banner } = frame
  const other = lang === 'en' ? 'zh-TW' : 'en'
  return (
    <header class="header">
      {banner && <p class="banner">{banner}</p>}
      <div class="header-row">
        <a class="home" href="/">
          <span class="seal" aria-hidden="true" lang="zh-Hant-TW">
            驛
          </span>
          <span class="home-words">
            <span class="home-city">{cityName}</span>
            <span class="home-name">{t('ui.service_name')}</span>
          </span>
        </a>
        <nav class="header-nav" aria-label={t('ui.header_nav')}>
          <form method="post" action="/language">
            <input type="hidden" name="to" value={other} />
            <input type="hidden" name="back" value={path} />
            <button class="header-link" type="submit" lang={LANG_TAG[other]}>
              {t('ui.other_language')}
            </button>
          </form>
          <Account {...frame} />
        </nav>
      </div>
    </header>
  )
}

function Account({ t, signedInAs, hasDesk }: PageFrame) {
  if (!signedInAs) {
    return (
      <a class="header-link" href="/sign-in">
        {t('ui.sign_in')}
      </a>
    )
  }
  if (hasDesk) {
    return (
      <a class="header-link" href="/desk">
        {t('ui.desk_of', { name: signedInAs })}
      </a>
    )
  }
  return (
    <form method="post" action="/sign-out">
      <button class="header-link" type="submit">
        {t('ui.sign_out_of', { name: signedInAs })}
      </button>
    </form>
  )
}

function Footer({ t, cityName, links = [] }: Pick<PageFrame, 't' | 'cityName' | 'links'>) {
  return (
    <footer class="footer">
      <div class="footer-row">
        <p>{t('ui.footer', { city: cityName })}</p>
        <ul>
          <li>
            <a href="/">{t('ui.footer_home')}</a>
          </li>
          {links.map(({ href, text }) => (
            <li>
              <a href={href}>{text}</a>
            </li>
          ))}
          <li>
            <a href="/api/v1/openapi.json">{t('ui.footer_api')}</a>
          </li>
        </ul>
      </div>
    </footer>
  )
}
