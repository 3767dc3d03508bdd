/*
Which slides of the storyboard are selected, by mouse, finger and keyboard, and what is done with
them. `window.boardSelection` gives other scripts `ids(card)`: the selection, if the card is in it.
*/
(() => {
  const words = window.boardWords;
  const board = () => document.getElementById('board');
  if (!('editable' in board().dataset)) return;
  const bar = document.getElementById('sb-chosen');
  const chosen = new Set();
  let anchor = null;

  const cards = () => [...board().querySelectorAll('[data-slide]')];
  const free = () => cards().filter((card) => !('fixed' in card.dataset));
  const cardOf = (id) => board().querySelector(`[data-slide="${id}"]`);

  const paint = () => {
    const there = new Set(free().map((card) => card.dataset.slide));
    [...chosen].forEach((id) => there.has(id) || chosen.delete(id));
    free().forEach((card) => {
      const is = chosen.has(card.dataset.slide);
      card.classList.toggle('t-slide--chosen', is);
      card.querySelector('.sb__pick input').checked = is;
    });
    const picked = cards().filter((card) => chosen.has(card.dataset.slide));
    bar.hidden = !chosen.size;
    bar.querySelector('[data-chosen-count]').textContent = words.selected.replace(
      '%s',
      chosen.size,
    );
    bar.querySelector('[data-act="hide"]').hidden = picked.every((c) => 'hidden' in c.dataset);
    bar.querySelector('[data-act="show"]').hidden = !picked.some((c) => 'hidden' in c.dataset);
    board().classList.toggle('sb--choosing', Boolean(chosen.size));
    rove();
  };

  // --- the keyboard goes from slide to slide; Tab only to the controls of the one it is at
  let here = null;
  const rove = () => {
    const all = cards();
    if (!all.includes(here)) here = all[0] || null;
    all.forEach((card) => {
      card.querySelectorAll('input, button, a, summary').forEach((control) => {
        control.tabIndex = card === here ? 0 : -1;
      });
    });
  };
  const goTo = (card) => {
    here = card;
    rove();
    const stop = card.querySelector('.sb__pick input, button');
    stop.focus({ preventScroll: true });
    card.scrollIntoView({ block: 'nearest' });
  };

  const across = () => {
    const all = cards();
    const top = all[0]?.getBoundingClientRect().top;
    const row = all.findIndex((card) => card.getBoundingClientRect().top !== top);
    return row > 0 ? row : all.length;
  };

  const select = (ids, on = true) => {
    ids.forEach((id) => (on ? chosen.add(id) : chosen.delete(id)));
    paint();
  };
  const only = (ids) => {
    chosen.clear();
    select(ids);
  };
  const range = (from, to) => {
    const ids = free().map((card) => card.dataset.slide);
    const [a, b] = [ids.indexOf(from), ids.indexOf(to)];
    return a < 0 || b < 0 ? [to] : ids.slice(Math.min(a, b), Math.max(a, b) + 1);
  };

  // --- acts
  const where = (card) => {
    const number = card.querySelector('.t-slide__number')?.textContent || '';
    const { section } = card.closest('[data-section]').dataset;
    return words.movedTo
      .replace('%(title)s', card.dataset.title)
      .replace('%(number)s', number)
      .replace('%(section)s', section || words.slides);
  };

  const LOCAL = {
    remove: (card) => card.remove(),
    hide: (card) => card.classList.add('sb__card--hidden'),
    show: (card) => card.classList.remove('sb__card--hidden'),
  };

  const moveLocally = (ids, by) => {
    const moved = ids.map(cardOf);
    const edge = by < 0 ? moved[0] : moved.at(-1);
    const step = by < 0 ? 'previousElementSibling' : 'nextElementSibling';
    const next = edge[step];
    if (!next || !next.dataset.slide || ids.includes(next.dataset.slide)) return;
    next[by < 0 ? 'before' : 'after'](...moved);
  };

  const act = (name, ids) => {
    if (!ids.length) return;
    const url = board().dataset.actUrl.replace('/name/', `/${name}/`);
    const by = { before: -1, after: 1 }[name];
    window.boardChange(
      url,
      { slides: ids.join(',') },
      () => {
        if (by) moveLocally(ids, by);
        else ids.forEach((id) => LOCAL[name]?.(cardOf(id)));
      },
      () => {
        const card = cardOf(ids[0]);
        if (by && card) {
          goTo(card);
          window.boardSay(where(card));
        } else window.boardSay();
      },
    );
    if (name === 'remove') {
      const next = cards().find((card) => card === here) || cards()[0];
      if (next) goTo(next);
    }
  };

  // In the board's order; a card outside of the selection stands for itself.
  const ids = (card) => {
    const one = card?.dataset.slide;
    if (one && !chosen.has(one)) return [one];
    return free()
      .map((each) => each.dataset.slide)
      .filter((id) => chosen.has(id));
  };
  window.boardSelection = { ids, act, clear: () => only([]), goTo, cardOf };

  // --- mouse and finger
  let touched = false;
  document.addEventListener('pointerdown', (event) => {
    touched = event.pointerType === 'touch';
  });
  document.addEventListener('click', (event) => {
    const card = event.target.closest?.('#board [data-slide]');
    if (!card || 'fixed' in card.dataset) return;
    const id = card.dataset.slide;
    const box = event.target.closest('.sb__pick');
    if (!box && event.target.closest('button, a, input, textarea, details')) return;
    if (box && event.target.localName !== 'input') return; // the label's click comes as the box's
    here = card;
    if (event.shiftKey && anchor) {
      select(range(anchor, id));
    } else if (box) {
      select([id], event.target.checked);
    } else if (event.ctrlKey || event.metaKey || touched) {
      select([id], !chosen.has(id));
    } else {
      only([id]);
    }
    if (!event.shiftKey) anchor = id;
    if (!box) goTo(card);
  });
  document.addEventListener('focusin', (event) => {
    const card = event.target.closest?.('#board [data-slide]');
    if (card && card !== here) {
      here = card;
      rove();
    }
  });

  document.addEventListener('click', (event) => {
    const button = event.target.closest?.('[data-act]');
    const card = button?.closest('#board [data-slide]');
    if (button && button.closest('#sb-chosen')) {
      if (button.dataset.act === 'clear') only([]);
      else if (button.dataset.act === 'section') window.boardMenus.sections(button, ids());
      else act(button.dataset.act, ids());
    } else if (card) {
      const { act: name } = button.dataset;
      if (name === 'notes') window.boardNotes(card, button);
      else act(name, ['before', 'after'].includes(name) ? ids(card) : [card.dataset.slide]);
    }
  });

  // --- keyboard
  const ARROWS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -2, ArrowDown: 2 };
  document.addEventListener('keydown', (event) => {
    const card = event.target.closest?.('#board [data-slide]');
    const inBar = event.target.closest?.('#sb-chosen');
    const onPage = event.target === document.body;
    if (!card && !inBar && !onPage) return;
    if (event.key === 'Escape' && chosen.size) {
      event.preventDefault();
      only([]);
      if (here) goTo(here);
    } else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'a') {
      event.preventDefault();
      only(free().map((each) => each.dataset.slide));
    } else if (card && event.key === 'Delete') {
      event.preventDefault();
      if (!('fixed' in card.dataset)) act('remove', ids(card));
    } else if (card && event.key in ARROWS) {
      event.preventDefault();
      arrow(event, card);
    }
  });

  const arrow = (event, card) => {
    const by = ARROWS[event.key];
    if (event.altKey) {
      if ('fixed' in card.dataset) return;
      act(by < 0 ? 'before' : 'after', ids(card));
      return;
    }
    const all = cards();
    const step = Math.abs(by) === 2 ? Math.sign(by) * across() : by;
    const next = all[Math.max(0, Math.min(all.indexOf(card) + step, all.length - 1))];
    if (event.shiftKey) {
      anchor ??= card.dataset.slide;
      only(range(anchor, next.dataset.slide));
    } else anchor = null;
    goTo(next);
  };

  document.addEventListener('board', paint);
  document.addEventListener('DOMContentLoaded', () => {
    paint();
    const named = window.location.hash.match(/^#slide-(\d+)$/);
    if (named && cardOf(named[1])) goTo(cardOf(named[1]));
  });
})();
