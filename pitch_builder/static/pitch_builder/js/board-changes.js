/*
What is changed on the storyboard, sent one after the other and kept until the server has it.

Scripts call `window.boardChange(url, values, local)`: `local` shows the change at once, the
answer is the board as it stands then. No answer: the screen stays, and the change is sent again.
The event `board` reaches the document after each answer that is shown.
*/
(() => {
  const words = JSON.parse(document.getElementById('sb-words').textContent);
  window.boardWords = words;
  const board = () => document.getElementById('board');
  const queue = [];
  const state = { busy: false, tries: 0, timer: 0, version: '' };

  const name = () =>
    window.crypto.randomUUID?.() ||
    `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;

  const say = (text, level = '') => {
    const place = document.getElementById('sb-saved');
    if (!place) return;
    if (place.textContent !== text) place.textContent = text;
    place.dataset.level = level;
  };

  // To those who do not see it: `text`, or what the newest step was.
  window.boardSay = (text) => {
    const step = document.querySelector('[data-step="undo"] .sb__what');
    document.getElementById('sb-said').textContent = text || step?.textContent || '';
  };

  const token = () => JSON.parse(document.getElementById('wagtail-config').textContent);

  const send = (url, options = {}) =>
    fetch(url, {
      ...options,
      headers: {
        'X-Drawings': window.boardMorph.known(),
        ...(options.body ? { [token().CSRF_HEADER_NAME]: token().CSRF_TOKEN } : {}),
      },
    });

  const events = (response) => {
    const named = JSON.parse(response.headers.get('HX-Trigger') || '{}');
    Object.entries(named).forEach(([event, detail]) => {
      document.dispatchEvent(new CustomEvent(event, { detail }));
    });
  };

  const show = (html) => {
    const parsed = new DOMParser().parseFromString(html, 'text/html').getElementById('board');
    if (!parsed) return;
    window.boardMorph(document.importNode(parsed, true));
    state.version = board().dataset.version;
    htmx.process(board());
    document.dispatchEvent(new CustomEvent('board'));
  };

  const conflict = (html, again) => {
    const place = document.getElementById('sb-conflict');
    place.innerHTML = html;
    place.again = again;
    const mine = place.querySelector('[data-mine-again]');
    if (mine) mine.hidden = !again;
    place.scrollIntoView({ block: 'nearest' });
  };

  const later = (text) => {
    state.tries += 1;
    say(text, 'bad');
    window.clearTimeout(state.timer);
    state.timer = window.setTimeout(pump, Math.min(30000, 1000 * 2 ** state.tries));
  };

  const pump = async () => {
    window.clearTimeout(state.timer);
    if (state.busy || !queue.length) return;
    state.busy = true;
    say(words.saving);
    const [next] = queue;
    const values = { ...next.values, token: next.token };
    if ('version' in values) values.version = state.version;
    let response = null;
    try {
      response = await send(next.url, { method: 'POST', body: new URLSearchParams(values) });
    } catch {
      // No network: as after an answer that says to try again.
    }
    state.busy = false;
    if (!response) later(words.offline);
    else if (response.redirected && response.url.includes('login')) later(words.signedOut);
    else if (response.status >= 500 || response.status === 429) later(words.failing);
    else await answered(next, response);
  };

  const answered = async (change, response) => {
    state.tries = 0;
    queue.shift();
    const html = await response.text();
    if (response.status === 409) {
      conflict(html, change);
      say(words.conflict, 'bad');
      queue.length = 0;
      return;
    }
    state.version = response.headers.get('X-Deck-Version') || state.version;
    if (!response.ok || response.redirected) {
      say(words.refused, 'bad');
      refresh();
    } else if (!queue.length) {
      show(html);
      say(words.saved);
      change.then?.();
    }
    events(response);
    pump();
  };

  window.boardChange = (url, values = {}, local = null, then = null) => {
    local?.();
    queue.push({ url, values, token: name(), then });
    pump();
  };

  const refresh = async () => {
    if (queue.length || state.busy) return;
    try {
      const response = await send(board().dataset.board);
      if (response.ok && !response.redirected && !queue.length) show(await response.text());
    } catch {
      // Offline: the board on the screen stays.
    }
  };

  // --- what others do
  const LOOK = 15000;
  const look = async () => {
    const quiet = document.getElementById('sb-conflict').firstElementChild;
    if (document.hidden || queue.length || state.busy || quiet) return;
    try {
      const response = await fetch(`${board().dataset.since}?version=${state.version}`);
      if (response.status === 200 && !response.redirected && !queue.length && !state.busy) {
        conflict(await response.text(), null);
      }
    } catch {
      // Offline: the next round asks again.
    }
  };

  document.addEventListener('click', async (event) => {
    const button = event.target.closest('[data-post], [data-show-board], [data-mine-again]');
    if (!button) return;
    if (button.dataset.post) {
      const change = button.dataset.change ? { change: button.dataset.change } : {};
      window.boardChange(button.dataset.post, change);
      return;
    }
    const { again } = document.getElementById('sb-conflict');
    document.getElementById('sb-conflict').replaceChildren();
    await refresh();
    say(words.saved);
    if ('mineAgain' in button.dataset && again) {
      queue.push({ ...again, token: name() });
      pump();
    }
  });

  // A small form on the board: sent in turn, like every change here.
  document.addEventListener('submit', (event) => {
    if (!event.target.matches('[data-change-form]')) return;
    event.preventDefault();
    window.boardChange(event.target.action, Object.fromEntries(new FormData(event.target)));
  });

  // Undo of a toast: sent in turn, like every change here.
  document.addEventListener('t-undo', (event) => {
    event.preventDefault();
    const [url, query] = event.detail.undo.split('?');
    window.boardChange(url, Object.fromEntries(new URLSearchParams(query)));
  });

  document.addEventListener('keydown', (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    const key = event.key.toLowerCase();
    const writing = event.target.closest('input:not([type=checkbox]), textarea, [contenteditable]');
    if (writing || !['z', 'y'].includes(key)) return;
    const step = key === 'y' || event.shiftKey ? 'redo' : 'undo';
    event.preventDefault();
    if (!state.busy && !queue.length) document.querySelector(`[data-step="${step}"]`)?.click();
  });

  window.addEventListener('online', pump);
  window.addEventListener('focus', pump);
  window.addEventListener('beforeunload', (event) => {
    if (queue.length) event.preventDefault();
  });
  document.addEventListener('deck-changed', refresh);
  document.addEventListener('t-job', refresh);
  document.addEventListener('DOMContentLoaded', () => {
    state.version = board().dataset.version;
    window.setInterval(look, LOOK);
  });
  document.addEventListener('visibilitychange', look);
})();
