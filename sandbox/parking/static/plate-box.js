// 車牌輸入元件(各專案共用) v0.9

class PlateBox extends HTMLElement {
  constructor() {
    super()
    const shadow = this.attachShadow({ mode: 'open' })
    shadow.innerHTML = `<style>label{display:inline-block;width:9em;font-weight:bold}
      input{font:inherit;text-transform:uppercase;width:9em}</style>
      <label for="p">車牌號碼＊</label><input id="p" type="text" maxlength="8" autocomplete="off">`
    this.input = shadow.querySelector('input')
    this.input.addEventListener('input', () => {
      this.dispatchEvent(new CustomEvent('plate'))
    })
  }

  get value() {
    return this.input.value.toUpperCase().trim()
  }

  set value(text) {
    this.input.value = text
  }
}

customElements.define('plate-box', PlateBox)
