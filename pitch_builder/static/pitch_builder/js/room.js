/*
What a visit to a room tells: which page was in view, and for how long.

Nothing is stored but a random number in this tab. Time counts while the page is visible and
somebody is there; it is reported after three seconds, then ever more rarely, and when the page
is left. Without an answer nothing is asked again.
*/
(() => {
  const place = document.getElementById('visit');
  if (!place) return;

  const WAKE_MS = 5 * 60 * 1000; // without a touch for so long, nobody is there
  const random = () => {
    const bytes = crypto.getRandomValues(new Uint8Array(12));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  };
  const stay = (() => {
    try {
      const known = sessionStorage.getItem('stay');
      if (known) return known;
      const made = random();
      sessionStorage.setItem('stay', made);
      return made;
    } catch {
      return random();
    }
  })();

  const view = random();
  let part = 0;
  let told = false;
  let since = 0; // when the present stretch began, 0 while nobody looks
  let waiting = 0; // visible time that was not reported yet
  let gestures = 0;
  let touched = performance.now();
  let next = 3000; // report at this much visible time on the page
  let total = 0;

  const looks = () => document.visibilityState === 'visible' && !document.prerendering;

  const count = () => {
    const now = performance.now();
    if (since) {
      const until = Math.min(now, touched + WAKE_MS);
      const passed = Math.max(0, until - since);
      waiting += passed;
      total += passed;
    }
    since = looks() && now - touched < WAKE_MS ? now : 0;
  };

  const send = (done) => {
    count();
    const ms = Math.round(waiting);
    if (!done.length && ms < 800) return;
    part += 1;
    const seen = [
      { id: `${view.slice(0, 16)}-${part}`, what: place.dataset.what, ms, gestures, first: !told },
    ];
    told = true;
    waiting = 0;
    gestures = 0;
    const body = JSON.stringify({ stay, driven: navigator.webdriver === true, seen, done });
    navigator.sendBeacon(place.dataset.seen, new Blob([body], { type: 'application/json' }));
  };

  const gesture = () => {
    gestures += 1;
    const slept = performance.now() - touched >= WAKE_MS;
    touched = performance.now();
    if (slept) count();
  };
  for (const kind of ['pointerdown', 'keydown', 'touchmove', 'wheel']) {
    addEventListener(kind, gesture, { passive: true });
  }
  let moved = 0;
  addEventListener(
    'pointermove',
    () => {
      if (performance.now() - moved > 1000) {
        moved = performance.now();
        gesture();
      }
    },
    { passive: true },
  );

  count();
  setInterval(() => {
    count();
    if (total >= next) {
      next = total < 15000 ? 15000 : total + Math.min(total, 120000);
      send([]);
    }
  }, 1000);
  document.addEventListener('visibilitychange', () => {
    if (looks()) count();
    else send([]);
  });
  addEventListener('pagehide', () => send([]));

  const told_once = new Set();
  const act = (verb, what) => {
    if (told_once.has(verb + what)) return;
    told_once.add(verb + what);
    send([{ id: random().slice(0, 20), verb, what }]);
  };
  document.addEventListener('click', (event) => {
    const link = event.target.closest?.('a[data-download], a[data-click]');
    if (!link) return;
    if (link.dataset.click) act('clicked', link.dataset.click);
    else {
      const what = link.dataset.download;
      act('downloaded', what.includes(':') ? what : `asset:${what}`);
    }
  });
  document.addEventListener(
    'play',
    (event) => {
      const film = event.target.dataset?.film;
      if (film) act('played', `asset:${film}`);
    },
    true,
  );
})();
