/* Passkeys: the browser makes or shows one, the form carries it. Without this script the form stays hidden. */
(() => {
  'use strict'

  const toBytes = (text) => {
    const plain = atob(text.replace(/-/g, '+').replace(/_/g, '/'))
    return Uint8Array.from(plain, (letter) => letter.charCodeAt(0))
  }
  const toText = (buffer) => {
    const plain = String.fromCharCode(...new Uint8Array(buffer))
    return btoa(plain).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')
  }
  const known = (list) => (list || []).map((one) => ({ ...one, id: toBytes(one.id) }))

  const create = async (asked) => {
    const made = await navigator.credentials.create({
      publicKey: {
        ...asked,
        challenge: toBytes(asked.challenge),
        user: { ...asked.user, id: toBytes(asked.user.id) },
        excludeCredentials: known(asked.excludeCredentials)
      }
    })
    return told(made, {
      attestationObject: toText(made.response.attestationObject),
      transports: made.response.getTransports ? made.response.getTransports() : []
    })
  }

  const get = async (asked) => {
    const shown = await navigator.credentials.get({
      publicKey: {
        ...asked,
        challenge: toBytes(asked.challenge),
        allowCredentials: known(asked.allowCredentials)
      }
    })
    const { authenticatorData, signature, userHandle } = shown.response
    return told(shown, {
      authenticatorData: toText(authenticatorData),
      signature: toText(signature),
      userHandle: userHandle ? toText(userHandle) : null
    })
  }

  const told = (credential, response) => ({
    type: credential.type,
    id: credential.id,
    rawId: toText(credential.rawId),
    response: { clientDataJSON: toText(credential.response.clientDataJSON), ...response },
    clientExtensionResults: credential.getClientExtensionResults()
  })

  const options = async (form) => {
    if (form.dataset.options) {
      return JSON.parse(document.getElementById(form.dataset.options).textContent)
    }
    const answer = await fetch(form.action, { headers: { Accept: 'application/json' } })
    if (!answer.ok) throw new Error('no challenge')
    return (await answer.json()).request_options
  }

  const send = async (event) => {
    event.preventDefault()
    const form = event.target
    const failed = form.querySelector('[data-passkey-failed]')
    failed.hidden = true
    try {
      const asked = (await options(form)).publicKey
      const credential = await (form.dataset.passkey === 'create' ? create(asked) : get(asked))
      form.elements.credential.value = JSON.stringify(credential)
      HTMLFormElement.prototype.submit.call(form)
    } catch {
      failed.hidden = false
    }
  }

  if (window.PublicKeyCredential && navigator.credentials) {
    for (const form of document.querySelectorAll('form[data-passkey]')) {
      form.hidden = false
      form.addEventListener('submit', send)
    }
    for (const missing of document.querySelectorAll('[data-passkey-missing]')) missing.hidden = true
  }
})()
