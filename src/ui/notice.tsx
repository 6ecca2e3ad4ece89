// Something to know on this page. Its drawing and first words tell the kind; colour only helps.

import type { Child } from 'hono/jsx'
import { Icon, type IconName } from './icon.tsx'

export type NoticeKind = 'info' | 'success' | 'warning' | 'danger'

const ICONS: Record<NoticeKind, IconName> = {
  info: 'info',
  success: 'tick',
  warning: 'warning',
  danger: 'cross',
}

export function Notice(props: {
  kind: NoticeKind
  title?: string | undefined
  /** Of the title; 2 unless it stands below one. */
  level?: 2 | 3 | undefined
  children?: Child
}) {
  const Heading = props.level === 3 ? 'h3' : 'h2'
  return (
    <div
      class={`notice notice-${props.kind}`}
      role={props.kind === 'success' ? 'status' : undefined}
    >
      <Icon name={ICONS[props.kind]} />
      <div class="notice-words">
        {props.title && <Heading class="notice-title">{props.title}</Heading>}
        {props.children}
      </div>
    </div>
  )
}
