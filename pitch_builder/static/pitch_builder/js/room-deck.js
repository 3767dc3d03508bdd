/* Keys of the deck's pages. Each slide has an address of its own; keys only add to it. */
(() => {
  const deck = document.querySelector('[data-deck]');
  if (!deck) return;
  const current = document.querySelector('.deck-strip [aria-current]');
  const strip = document.querySelector('.deck-strip');
  if (current && strip) {
    const place = current.closest('li');
    strip.scrollLeft = place.offsetLeft - (strip.clientWidth - place.offsetWidth) / 2;
  }
  addEventListener('keydown', (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (event.target.closest?.('input, textarea, select, [contenteditable], .deck-strip')) return;
    const { previous, next, first, last } = deck.dataset;
    const to = {
      ArrowLeft: previous,
      PageUp: previous,
      ArrowRight: next,
      PageDown: next,
      Home: first,
      End: last,
    }[event.key];
    if (to) {
      event.preventDefault();
      location.assign(to);
    } else if (event.key === 'f' || event.key === 'F') {
      const slide = document.getElementById('slide');
      if (document.fullscreenElement) document.exitFullscreen();
      else slide.requestFullscreen?.();
    }
  });
})();
