/* Drag and drop on the storyboard. Every move also has a button, and the server decides. */
(() => {
  const send = (board) => {
    const order = [...board.querySelectorAll('[data-section]')].flatMap((grid) =>
      [...grid.querySelectorAll('[data-slide]')].map((card) => [
        Number(card.dataset.slide),
        grid.dataset.section,
      ]),
    );
    htmx.ajax('POST', board.dataset.arrange, {
      target: '#board',
      swap: 'outerHTML',
      values: { order: JSON.stringify(order), version: board.dataset.version },
    });
  };

  const prepare = () => {
    const board = document.getElementById('board');
    if (!board || board.dataset.ready || !('editable' in board.dataset)) return;
    board.dataset.ready = '1';
    board.querySelectorAll('[data-section]').forEach((grid) => {
      new Sortable(grid, {
        group: 'slides',
        draggable: '[data-slide]:not([data-fixed])',
        handle: '.sb__grip, .t-slide__thumb',
        filter: '[data-fixed]',
        animation: 120,
        ghostClass: 't-slide--dragged',
        onEnd: (event) => {
          if (event.from !== event.to || event.oldIndex !== event.newIndex) send(board);
        },
      });
    });
  };

  // Alt + arrow moves the slide that has the focus, as its buttons do.
  document.addEventListener('keydown', (event) => {
    if (!event.altKey || !['ArrowLeft', 'ArrowRight'].includes(event.key)) return;
    const card = event.target.closest?.('[data-slide]');
    if (!card) return;
    event.preventDefault();
    card.querySelector(`[hx-post*="/${event.key === 'ArrowLeft' ? 'before' : 'after'}/"]`)?.click();
    document.body.dataset.focusSlide = card.dataset.slide;
  });

  document.addEventListener('DOMContentLoaded', prepare);
  document.addEventListener('htmx:afterSettle', (event) => {
    prepare();
    // Slides for a section were asked for: go where they are, which on a phone is far below.
    if (event.detail.requestConfig?.elt.matches?.('[data-find-for]')) {
      const heading = document.querySelector('[data-for-section]');
      heading?.focus({ preventScroll: true });
      if (matchMedia('(max-width: 1100px)').matches) heading?.scrollIntoView({ block: 'start' });
      else heading?.closest('aside').scrollTo({ top: 0 });
    }
    const wanted = document.body.dataset.focusSlide;
    if (!wanted) return;
    delete document.body.dataset.focusSlide;
    document.querySelector(`[data-slide="${wanted}"] button`)?.focus();
  });
  document.addEventListener('t-job', () => htmx.trigger(document.body, 'deck-changed'));
})();
