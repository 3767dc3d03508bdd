/*
Drag and drop on the storyboard: slides and selections to another place, slides and whole assets
of the panel to the board. A finger drags after a long press, so that a swipe still scrolls.
*/
(() => {
  const board = () => document.getElementById('board');
  if (!('editable' in board().dataset)) return;
  const made = new WeakSet();
  const TOUCH = { delay: 250, delayOnTouchOnly: true, touchStartThreshold: 6 };

  const nextSlide = (item, not = []) => {
    let next = item.nextElementSibling;
    while (next && (!next.dataset.slide || not.includes(next.dataset.slide))) {
      next = next.nextElementSibling;
    }
    return next?.dataset.slide || '';
  };

  const drop = ({ from, to, item, oldIndex, newIndex }) => {
    document.querySelectorAll('.sb--carried').forEach((one) => one.classList.remove('sb--carried'));
    delete item.dataset.count;
    const ids = window.boardSelection.ids(item);
    if (from === to && oldIndex === newIndex && ids.length === 1) return;
    const before = nextSlide(item, ids);
    const cards = ids.map(window.boardSelection.cardOf);
    const at = cards.indexOf(item);
    window.boardChange(
      board().dataset.place,
      { slides: ids.join(','), section: to.dataset.section, before, version: '' },
      () => {
        item.before(...cards.slice(0, at));
        item.after(...cards.slice(at + 1));
      },
      () => window.boardSay(),
    );
  };

  const start = ({ item }) => {
    const ids = window.boardSelection.ids(item);
    if (ids.length < 2) return;
    item.dataset.count = ids.length;
    ids
      .map(window.boardSelection.cardOf)
      .filter((card) => card !== item)
      .forEach((card) => card.classList.add('sb--carried'));
  };

  const prepareBoard = () => {
    board()
      .querySelectorAll('[data-section]')
      .forEach((grid) => {
        if (made.has(grid)) return;
        made.add(grid);
        new Sortable(grid, {
          ...TOUCH,
          group: 'slides',
          draggable: '[data-slide]:not([data-fixed])',
          filter: 'button, a, input, .sb__pick',
          preventOnFilter: false,
          animation: 120,
          ghostClass: 't-slide--dragged',
          onStart: start,
          onEnd: drop,
        });
      });
  };

  // What is dropped from the panel leaves a place that says so, until the answer is there.
  const take = (event) => {
    const { item, to, clone } = event;
    if (to === event.from || !to.dataset.section) return;
    const coming = document.createElement('li');
    coming.className = 'sb__empty sb__coming';
    coming.textContent = window.boardWords.adding;
    const before = nextSlide(item);
    item.replaceWith(coming);
    clone.replaceWith(item);
    window.boardPanel.add(item, { section: to.dataset.section, before });
  };

  const preparePanel = () => {
    const results = document.querySelector('[data-results]');
    if (!results || made.has(results)) return;
    made.add(results);
    const common = {
      ...TOUCH,
      group: { name: 'slides', pull: 'clone', put: false },
      sort: false,
      animation: 120,
      ghostClass: 't-slide--dragged',
      onEnd: take,
    };
    new Sortable(results, { ...common, draggable: '.sb__suggestion', handle: '.sb__found' });
    results.querySelectorAll('.sb__offers').forEach((list) => {
      new Sortable(list, { ...common, draggable: '.sb__offer' });
    });
  };

  const prepare = () => {
    prepareBoard();
    preparePanel();
  };
  document.addEventListener('DOMContentLoaded', prepare);
  document.addEventListener('board', prepare);
  document.addEventListener('htmx:afterSettle', prepare);
})();
