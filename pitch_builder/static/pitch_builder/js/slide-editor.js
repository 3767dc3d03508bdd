/*
A slide that is being written: after each pause its form is kept as a draft and drawn as it will
print. What does not reach the site waits in the browser, and is sent when the page is opened
again.
*/
(() => {
  const form = document.getElementById('se-form');
  const PAUSE = 150;
  const LOOK = 250; // the editor of rich text writes its field without an event
  const saved = document.getElementById('se-saved');
  const place = document.getElementById('se-slide');
  const notices = document.getElementById('se-notices');
  const windows = document.getElementById('se-conflict');
  const key = `tandem-slide-${form.dataset.kept}`;
  let last = '';
  let timer = 0;
  let busy = false;
  let again = false;
  let tries = 0;
  let leaving = false;
  let ready = false; // the widgets have written what they write by themselves
  let seen = '';

  const text = () => new URLSearchParams(new FormData(form)).toString();
  // Without what the page itself writes, so that an answer is no change.
  const content = () => {
    const fields = new URLSearchParams(new FormData(form));
    ['draft', 'version', 'csrfmiddlewaretoken'].forEach((name) => fields.delete(name));
    return fields.toString();
  };

  const say = (words, level = '') => {
    saved.textContent = words;
    saved.dataset.level = level;
  };

  const draw = ({ html, title }) => {
    if (html === undefined) return;
    const number = form.elements.number.value;
    let slide = place.querySelector('t-slide');
    const template = document.createElement('template');
    template.innerHTML = html;
    if (!slide) {
      slide = document.createElement('t-slide');
      slide.className = 't-slide__thumb';
      slide.setAttribute('role', 'img');
      place.replaceChildren(slide);
    }
    place.querySelector('.se__example')?.remove();
    slide.dataset.number = number;
    slide.setAttribute('aria-label', title);
    slide.replaceChildren(template);
    slide.redraw();
  };

  const tell = (list) => {
    const row = document.getElementById('se-notice').content;
    notices.replaceChildren(
      ...(list || []).map((words) => {
        const item = row.cloneNode(true).firstElementChild;
        item.querySelector('span').textContent = words;
        return item;
      }),
    );
  };

  const kept = ({ draft, version, saved: at }) => {
    if (!draft) return;
    form.elements.draft.value = draft;
    form.elements.version.value = version;
    const layouts = document.getElementById('se-layouts-draft');
    if (layouts) layouts.value = draft;
    say(form.dataset.saved.replace('%s', at));
    localStorage.removeItem(key);
    const drop = document.getElementById('se-drop');
    drop.hidden = false;
    const let_go = drop.querySelector('form');
    let_go.action = let_go.getAttribute('action').replace(/\/\d+\/drop\//, `/${draft}/drop/`);
    if (!form.elements.slide.value) {
      const address = new URL(window.location.href);
      address.searchParams.set('draft', draft);
      window.history.replaceState(null, '', address);
    }
  };

  // Written in two windows: this one's words stay in the form until one is taken.
  const twoWindows = ({ message, html, title }) => {
    const box = document.getElementById('se-windows').content.cloneNode(true);
    box.querySelector('[data-message]').textContent = message;
    if (html) {
      const slide = document.createElement('t-slide');
      slide.className = 't-slide__thumb';
      slide.setAttribute('role', 'img');
      slide.setAttribute('aria-label', title);
      slide.innerHTML = `<template>${html}</template>`;
      box.querySelector('[data-theirs]').append(slide);
    }
    windows.replaceChildren(box);
  };

  const later = () => {
    localStorage.setItem(key, text());
    say(form.dataset.offline, 'bad');
    tries += 1;
    window.setTimeout(() => send(), Math.min(30000, 1000 * 2 ** tries));
  };

  const send = async (take = '') => {
    if (busy) {
      again = true;
      return;
    }
    busy = true;
    last = content();
    say(form.dataset.saving);
    let response = null;
    try {
      response = await fetch(form.dataset.draftUrl, {
        method: 'POST',
        body: new URLSearchParams(`${text()}&take=${take}`),
      });
    } catch {
      // No network.
    }
    busy = false;
    if (!response || response.status >= 500 || response.redirected) {
      later();
      return;
    }
    tries = 0;
    if (!response.ok && ![409, 422].includes(response.status)) {
      localStorage.setItem(key, text());
      say(form.dataset.refused, 'bad');
      return;
    }
    const answer = await response.json().catch(() => ({}));
    if (response.status === 409) {
      localStorage.setItem(key, text());
      twoWindows(answer);
      say(answer.message, 'bad');
      return;
    }
    if (answer.reload) {
      leaving = true;
      localStorage.removeItem(key);
      window.location.reload();
      return;
    }
    windows.replaceChildren();
    draw(answer);
    tell(answer.notices || (answer.message ? [answer.message] : []));
    kept(answer);
    if (!answer.draft) say('');
    if (again || content() !== last) {
      again = false;
      changed();
    }
  };

  const changed = () => {
    if (!ready || leaving || windows.firstElementChild) return;
    window.clearTimeout(timer);
    timer = window.setTimeout(() => content() !== last && send(), PAUSE);
  };

  windows.addEventListener('click', (event) => {
    const button = event.target.closest('[data-take]');
    if (!button) return;
    windows.replaceChildren();
    send(button.dataset.take);
  });
  form.addEventListener('input', (event) => {
    ready ||= event.isTrusted;
    changed();
  });
  form.addEventListener('change', changed);
  form.addEventListener('submit', () => {
    leaving = true;
    localStorage.removeItem(key);
  });
  window.addEventListener('online', () => content() !== last && send());
  window.addEventListener('pagehide', () => {
    if (!ready || leaving || content() === last) return;
    localStorage.setItem(key, text());
    fetch(form.dataset.draftUrl, {
      method: 'POST',
      body: new URLSearchParams(text()),
      keepalive: true,
    });
  });

  // Blocks come folded, for pages that hold many. Here there is one: it and its parts stand open.
  // Rich text comes without a name of its own.
  const unfolded = new WeakSet();
  const unfold = () => {
    form.querySelectorAll('[role="textbox"]:not([aria-label])').forEach((field) => {
      const label = field.closest('[data-contentpath]')?.querySelector('label');
      if (label) field.setAttribute('aria-label', label.firstChild.textContent.trim());
    });
    form.querySelectorAll('[data-panel-toggle][aria-expanded="false"]').forEach((toggle) => {
      if (unfolded.has(toggle)) return;
      unfolded.add(toggle);
      toggle.click();
    });
  };

  const recover = async () => {
    const unsent = localStorage.getItem(key);
    if (!unsent) return;
    const fields = new URLSearchParams(unsent);
    fields.set('csrfmiddlewaretoken', form.elements.csrfmiddlewaretoken.value);
    fields.set('draft', form.elements.draft.value);
    fields.set('version', form.elements.version.value);
    const response = await fetch(form.dataset.draftUrl, { method: 'POST', body: fields });
    if (!response.ok) return;
    localStorage.removeItem(key);
    const { draft } = await response.json();
    if (!draft) return;
    leaving = true;
    const address = new URL(window.location.href);
    address.searchParams.set('draft', draft);
    window.location.replace(address);
  };

  window.addEventListener('load', () => {
    recover().catch(() => {});
    unfold();
    window.setInterval(look, LOOK);
  });

  const look = () => {
    unfold();
    const now = content();
    if (ready) {
      if (now !== last) changed();
    } else if (now === seen) {
      last = now;
      ready = true;
    }
    seen = now;
  };
})();
