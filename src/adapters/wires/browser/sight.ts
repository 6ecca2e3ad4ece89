// What a person sees of the page, written down as plain HTML: shadow roots opened, what is hidden
// left out, a dialog instead of what lies behind it, and everything that can be pressed as a button.
// The functions run inside the page: they may use each other and nothing else of this file.

interface Eye {
  /** By number, as `data-node` says it. */
  nodes: Element[]
  scopes: number
}

/** What `LOOK` gives inside the page. */
export interface Seen {
  html: string
  nodes: Element[]
}

function lookAround(): Seen {
  const eye: Eye = { nodes: [], scopes: 0 }
  const dialog = openDialog()
  const body = writeNode(dialog ?? document.body, 0, eye)
  const root = dialog ?? document.body
  const heads = dialog
    ? [dialog.textContent ?? '']
    : [...root.querySelectorAll('h1, h2, h3')].filter(isSeen).map((one) => one.textContent ?? '')
  const title = safeText([document.title, ...heads].join(' ').replace(/\s+/g, ' ').slice(0, 500))
  const shown = /<(input|select|textarea|button)\b/.test(body) ? `<form>${body}</form>` : body
  const html = `<!doctype html><html><head><title>${title}</title></head><body>${shown}</body></html>`
  return { html, nodes: eye.nodes }
}

/** The dialog that covers the page, if one does. */
function openDialog(): HTMLElement | null {
  const found = document.querySelectorAll<HTMLElement>(
    'dialog[open], [aria-modal=true], [role=dialog], [role=alertdialog]',
  )
  return [...found].filter(isSeen).at(-1) ?? null
}

function isSeen(element: Element): boolean {
  return (
    element.checkVisibility({ checkVisibilityCSS: true }) ||
    getComputedStyle(element).display === 'contents'
  )
}

function safeText(text: string): string {
  return text.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`)
}

function writeNode(node: Node, scope: number, eye: Eye): string {
  if (node instanceof Text) return safeText(node.data)
  if (!(node instanceof HTMLElement) || !isSeen(node)) return ''
  const tag = node.localName
  if (/^(script|style|noscript|template|link|meta|video|audio|object|embed|iframe)$/.test(tag)) {
    return ''
  }
  if (/^(br|hr|wbr)$/.test(tag)) return `<${tag}>`
  if (tag === 'img') return `<img alt="${safeText(node.getAttribute('alt') ?? '')}">`
  const control = writeControl(node, scope, eye)
  if (control !== null) return control
  const inside = writeInside(node, scope, eye)
  if (tag === 'form' || tag.includes('-')) return `<div${attributesOf(node, scope)}>${inside}</div>`
  if (tag === 'button' || tag === 'a') {
    return `<${tag}${numberOf(node, eye)}${attributesOf(node, scope)}>${inside}</${tag}>`
  }
  const shown = isPressable(node) ? `<button${numberOf(node, eye)}>${inside}</button>` : inside
  return `<${tag}${attributesOf(node, scope)}>${shown}</${tag}>`
}

function writeInside(element: Element, scope: number, eye: Eye): string {
  const { shadowRoot } = element
  if (shadowRoot) {
    eye.scopes += 1
    const inner = eye.scopes
    return [...shadowRoot.childNodes].map((node) => writeNode(node, inner, eye)).join('')
  }
  const slotted = element instanceof HTMLSlotElement ? element.assignedNodes() : []
  const children = slotted.length > 0 ? slotted : [...element.childNodes]
  return children.map((node) => writeNode(node, scope, eye)).join('')
}

/** Fields as they stand now, also those that are none in HTML but say so by their role. */
function writeControl(element: HTMLElement, scope: number, eye: Eye): string | null {
  const role = element.getAttribute('role') ?? ''
  const head = () => numberOf(element, eye) + attributesOf(element, scope)
  if (element instanceof HTMLInputElement) {
    const checked = element.checked ? ' checked' : ''
    return `<input type="${element.type}"${head()} value="${safeText(element.value)}"${checked}>`
  }
  if (element instanceof HTMLTextAreaElement) {
    return `<textarea${head()}>${safeText(element.value)}</textarea>`
  }
  if (element instanceof HTMLSelectElement) {
    const options = [...element.options].map(
      (one) =>
        `<option value="${safeText(one.value)}"${one.selected ? ' selected' : ''}>${safeText(one.text)}</option>`,
    )
    return `<select${head()}>${options.join('')}</select>`
  }
  if (/^(checkbox|switch)$/.test(role)) {
    const checked = element.getAttribute('aria-checked') === 'true' ? ' checked' : ''
    const label = element.hasAttribute('aria-label') ? '' : safeText(element.textContent ?? '')
    return `<label><input type="checkbox"${head()}${checked}>${label}</label>`
  }
  if (role === 'textbox' || element.getAttribute('contenteditable') === 'true') {
    return `<textarea${head()}>${safeText(element.textContent ?? '')}</textarea>`
  }
  return null
}

function numberOf(element: Element, eye: Eye): string {
  return ` data-node="${eye.nodes.push(element) - 1}"`
}

function attributesOf(element: Element, scope: number): string {
  const labelled = element.getAttribute('aria-labelledby')
  const words = labelled && document.getElementById(labelled.split(' ')[0] ?? '')?.textContent
  const kept = 'class role href for id name required disabled maxlength aria-label aria-required'
  return kept
    .split(' ')
    .map((name): [string, string | null] => [name, element.getAttribute(name)])
    .map(([name, value]): [string, string | null] => [
      name,
      name === 'aria-label' && value === null && words ? words : value,
    ])
    .filter((pair): pair is [string, string] => pair[1] !== null)
    .map(([name, value]) => {
      const isScoped = scope > 0 && /^(id|for|name)$/.test(name)
      return ` ${name}="${isScoped ? `shadow${scope}-` : ''}${safeText(value)}"`
    })
    .join('')
}

/** What shows a hand is a button for a person, whatever its author made it of. */
function isPressable(element: HTMLElement): boolean {
  if (element.getAttribute('role') === 'button') return true
  const around = element.parentElement
  const isHand = (one: Element) => getComputedStyle(one).cursor === 'pointer'
  return (
    isHand(element) &&
    !(around && isHand(around)) &&
    !element.closest('a, button, label, summary') &&
    !element.querySelector('a, button, input, select, textarea, label')
  )
}

/** What holds one of the words, in text or as a value: it is covered in a picture. */
function holdersOf(words: string[]): HTMLElement[] {
  const found: HTMLElement[] = []
  const search = (root: ParentNode) => {
    for (const element of root.querySelectorAll<HTMLElement>('*')) {
      if (element.shadowRoot) search(element.shadowRoot)
      const value = 'value' in element ? String(element.value) : ''
      const holds = (text: string) => words.some((word) => text.includes(word))
      const isInChild = [...element.children].some((child) => holds(child.textContent ?? ''))
      if (holds(value) || (holds(element.textContent ?? '') && !isInChild)) found.push(element)
    }
  }
  search(document)
  return found
}

function coverWords(words: string[]): (() => void)[] {
  return holdersOf(words).map((element) => {
    const before = element.style.visibility
    element.style.visibility = 'hidden'
    return () => {
      element.style.visibility = before
    }
  })
}

const IN_PAGE = [
  ...[lookAround, openDialog, isSeen, safeText, writeNode, writeInside, writeControl],
  ...[numberOf, attributesOf, isPressable, holdersOf, coverWords],
]

/** Some compilers wrap named functions in a call of `__name`, which the page does not have. */
const inPage = (call: string): string =>
  `(() => { const __name = (named) => named\n${IN_PAGE.map(String).join('\n')}\nreturn ${call} })()`

export const LOOK = inPage('lookAround()')

/** Gives what takes the covers off again. */
export const coverOf = (words: string[]): string => inPage(`coverWords(${JSON.stringify(words)})`)
