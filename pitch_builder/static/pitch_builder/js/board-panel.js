/*
The panel beside the storyboard: slides that are offered, drawn when they come into view, added to
the place that was aimed at. On narrow screens it is a drawer.
*/
(() => {
  const words = window.boardWords;
  const board = () => document.getElementById('board');
  const panel = document.getElementById('sb-panel');
  const place = document.getElementById('suggestions');
  const drawn = new Map();
  let aimed = null;

  // --- drawings, fetched together as they are scrolled to
  const waiting = new Map();
  let timer = 0;
  const give = (slide, html) => {
    const template = document.createElement('template');
    template.innerHTML = html;
    slide.replaceChildren(template);
    slide.redraw();
  };
  const fetchWaiting = async () => {
    const names = [...waiting.keys()].slice(0, 24);
    const slides = names.map((name) => [name, waiting.get(name)]);
    names.forEach((name) => waiting.delete(name));
    if (!names.length) return;
    const query = new URLSearchParams(names.map((name) => ['slide', name]));
    try {
      const response = await fetch(`${place.dataset.drawings}?${query}`);
      if (!response.ok) return;
      Object.entries(await response.json()).forEach(([name, html]) => drawn.set(name, html));
      slides.forEach(([name, list]) => {
        if (drawn.has(name)) list.forEach((slide) => give(slide, drawn.get(name)));
      });
    } catch {
      // Offline: the titles are there.
    }
    if (waiting.size) fetchWaiting();
  };
  const seen = new IntersectionObserver(
    (entries) => {
      entries
        .filter((entry) => entry.isIntersecting)
        .forEach(({ target }) => {
          seen.unobserve(target);
          const name = target.dataset.offered;
          if (drawn.has(name)) give(target, drawn.get(name));
          else waiting.set(name, [...(waiting.get(name) || []), target]);
        });
      window.clearTimeout(timer);
      timer = window.setTimeout(fetchWaiting, 30);
    },
    { rootMargin: '200px' },
  );
  const watch = () => place.querySelectorAll('[data-offered]').forEach((one) => seen.observe(one));

  // --- adding
  const add = (item, to = null) => {
    const article = item.closest('.sb__suggestion');
    const section = document.querySelector('[data-for-section]')?.dataset.forSection || '';
    const where = to || aimed || { section, before: '' };
    window.boardChange(
      board().dataset.add,
      {
        asset: article.dataset.asset,
        block: item.dataset.block || '',
        reason: article.dataset.reason,
        batch: article.dataset.batch || '',
        section: where.section,
        before: where.before,
      },
      null,
      () => window.boardSay(),
    );
  };

  const target = document.querySelector('[data-target]');
  const aim = (section, card) => {
    aimed = { section, before: card?.dataset.slide || '' };
    target.hidden = false;
    target.querySelector('[data-target-words]').textContent = card
      ? words.addBefore.replace('%s', card.dataset.title)
      : words.addTo.replace('%s', section || words.slides);
    drawer(true);
    document.getElementById('sb-q').focus();
  };
  window.boardPanel = { add, aim };

  // --- the drawer of narrow screens
  const opener = () => document.querySelector('[data-panel-open]');
  const drawer = (open) => {
    panel.classList.toggle('sb__aside--open', open);
    opener().setAttribute('aria-expanded', open);
  };

  document.addEventListener('click', (event) => {
    const on = (selector) => event.target.closest?.(selector);
    if (on('[data-add-slide]')) add(on('.sb__offer'));
    else if (on('[data-add-asset]')) add(on('.sb__suggestion'));
    else if (on('[data-more-slides]')) {
      on('.sb__suggestion')
        .querySelectorAll('.sb__offer[hidden]')
        .forEach((one) => {
          one.hidden = false;
        });
      on('[data-more-slides]').hidden = true;
    } else if (on('[data-target-clear]')) {
      aimed = null;
      target.hidden = true;
    } else if (on('[data-panel-open]')) {
      drawer(!panel.classList.contains('sb__aside--open'));
      if (panel.classList.contains('sb__aside--open')) document.getElementById('sb-q').focus();
    } else if (on('[data-panel-close]')) {
      drawer(false);
      opener().focus();
    }
  });
  panel.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !panel.classList.contains('sb__aside--open')) return;
    drawer(false);
    opener().focus();
  });

  document.addEventListener('board', () => {
    opener().setAttribute('aria-expanded', panel.classList.contains('sb__aside--open'));
    const gone = aimed?.before && !board().querySelector(`[data-slide="${aimed.before}"]`);
    if (gone) aimed.before = '';
  });
  document.addEventListener('DOMContentLoaded', watch);
  document.addEventListener('htmx:afterSettle', (event) => {
    watch();
    // Slides for a section were asked for: go where they are.
    if (event.detail.requestConfig?.elt.matches?.('[data-find-for]')) {
      drawer(true);
      const heading = document.querySelector('[data-for-section]');
      heading?.focus({ preventScroll: true });
      panel.scrollTo({ top: 0 });
    }
  });
})();
