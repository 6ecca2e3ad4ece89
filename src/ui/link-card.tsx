// One way onward, as a whole area to touch. The link is the title alone, so that it reads short.

import type { Child } from 'hono/jsx'

export function Card(props: {
  href: string
  title: string
  text?: string | undefined
  tag?: Child
  /** Of the title; 2 unless it stands below one. */
  level?: 2 | 3 | undefined
}) {
  const Heading = props.level === 3 ? 'h3' : 'h2'
  return (
    <div class="card">
      <Heading class="card-title">
        <a href={props.href}>{props.title}</a>
      </Heading>
      {props.text && <p class="card-text">{props.text}</p>}
      {props.tag && <p class="card-tag">{props.tag}</p>}
    </div>
  )
}

export function Cards(props: { children: Child }) {
  return <div class="cards">{props.children}</div>
}
