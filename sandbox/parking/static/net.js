// 向陽登山口停車場預約 前端 v1.3.2 (107.04) 共用：連線與畫面元件

const API = '/parking/api/'
export const state = { step: 0, token: '', ym: '', date: '', order: {}, mine: null }
export const root = document.getElementById('app')

// --- 連線 -------------------------------------------------------------
export function call(method, path, body, done) {
  const xhr = new XMLHttpRequest()
  busy(true)
  xhr.open(method, API + path)
  xhr.setRequestHeader('X-Requested-With', 'XMLHttpRequest')
  if (method === 'POST') {
    xhr.setRequestHeader('Content-Type', 'application/json;charset=UTF-8')
    xhr.setRequestHeader('X-Token', state.token)
  }
  xhr.onload = () => {
    busy(false)
    state.token = xhr.getResponseHeader('X-Next-Token') || state.token
    if (xhr.status >= 500) return toast(`系統發生錯誤(${xhr.status})`)
    // 主機回應網頁時(登入逾時、公告等)直接顯示
    if (/^\s*</.test(xhr.responseText)) {
      document.body.innerHTML = xhr.responseText
      return
    }
    let json
    try {
      json = JSON.parse(xhr.responseText)
    } catch {
      return dialog('系統訊息', '系統回應異常，請洽管理單位。', [['確定', close]])
    }
    if (json.code === '4031')
      return dialog('系統訊息', json.msg, [['重新整理', () => location.reload()]])
    if (json.code === '9999') return page(h('h2', {}, json.msg))
    done(json)
  }
  xhr.onerror = () => {
    busy(false)
    toast('網路連線異常，請稍後再試')
  }
  xhr.send(body ? JSON.stringify(body) : null)
}

// --- 畫面元件 ---------------------------------------------------------
export function h(tag, attributes, ...children) {
  const element = document.createElement(tag)
  for (const key of Object.keys(attributes)) {
    if (key.indexOf('on') === 0) element.addEventListener(key.slice(2), attributes[key])
    else element.setAttribute(key, attributes[key])
  }
  for (const child of children) {
    element.appendChild(typeof child === 'string' ? document.createTextNode(child) : child)
  }
  return element
}

export function page(...parts) {
  const main = document.getElementById('main')
  main.innerHTML = ''
  for (const part of parts) main.appendChild(part)
}

function busy(on) {
  document.getElementById('spin').style.display = on ? 'block' : 'none'
}

export function toast(words) {
  const box = h('div', { class: 'toast' }, words)
  document.body.appendChild(box)
  setTimeout(() => box.remove(), 6000)
}

export function dialog(title, words, buttons) {
  close()
  const panel = h('div', { class: 'panel' }, h('h3', {}, title), h('p', {}, words))
  for (const [name, act] of buttons) {
    panel.appendChild(h('span', { class: 'btn', onclick: act }, name))
  }
  document.body.appendChild(h('div', { id: 'mask', role: 'dialog', 'aria-modal': 'true' }, panel))
}

export function close() {
  const mask = document.getElementById('mask')
  if (mask) mask.remove()
}

export function row(label, field) {
  return h(
    'div',
    { class: 'row' },
    h('span', { class: 'lb' }, label),
    h('span', { class: 'fd' }, field),
  )
}

export function field(key, label, more) {
  const input = h('input', {
    type: 'text',
    value: state.order[key] || '',
    'aria-label': label,
    ...more,
  })
  input.addEventListener('input', () => {
    state.order[key] = input.value
  })
  return row(label, input)
}

export function select(key, label, options) {
  const list = h('select', { 'aria-label': label }, h('option', {}, '請選擇'))
  for (const one of options) {
    const option = h('option', { value: one.k }, one.t)
    if (state.order[key] === one.k) option.selected = true
    list.appendChild(option)
  }
  list.addEventListener('change', () => {
    state.order[key] = list.value === '請選擇' ? '' : list.value
  })
  return [row(label, list), list]
}

export function buttons(...names) {
  const bar = h('div', { class: 'bar' })
  for (const [name, act] of names) {
    bar.appendChild(h('button', { type: 'button', onclick: act }, name))
  }
  return bar
}
