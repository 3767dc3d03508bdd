/*
The storyboard brought to how the server has it: what is the same stays in place.

`window.boardMorph(to)` changes #board into the element `to`. Parts are known by `data-key`, and
keep their focus and their drawn slides when they move. `data-keep` is left to scripts. A drawing
that the page has had before is not in `to`; it is taken from what was kept.
*/
(() => {
  const drawings = new Map();

  // Keep the drawings that came with `root`; give those that did not come.
  const fill = (root) => {
    root.querySelectorAll('t-slide[data-drawing]').forEach((slide) => {
      const { drawing } = slide.dataset;
      const template = slide.querySelector('template');
      if (template) drawings.set(drawing, template);
      else if (drawings.has(drawing)) slide.append(drawings.get(drawing).cloneNode(true));
    });
  };

  const known = () => [...drawings.keys()].slice(-200).join(',');

  const attributes = (from, to) => {
    [...from.attributes].forEach(({ name }) => {
      const own = name === 'tabindex' || (name === 'open' && from.localName === 'details');
      if (!to.hasAttribute(name) && !own) from.removeAttribute(name);
    });
    [...to.attributes].forEach(({ name, value }) => {
      if (from.getAttribute(name) !== value) from.setAttribute(name, value);
    });
  };

  const slide = (from, to) => {
    const changed = from.dataset.drawing !== to.dataset.drawing;
    attributes(from, to);
    if (!changed) return;
    from.replaceChildren(...to.childNodes);
    from.redraw();
  };

  const element = (from, to, pool) => {
    if (from.matches('[data-keep]')) return;
    if (from.localName === 't-slide') {
      slide(from, to);
      return;
    }
    attributes(from, to);
    children(from, to, pool);
  };

  const alike = (from, to) =>
    from.nodeType === to.nodeType &&
    from.nodeName === to.nodeName &&
    !(from.dataset && from.dataset.key) &&
    from.id === to.id;

  const children = (from, to, pool) => {
    let at = from.firstChild;
    [...to.childNodes].forEach((want) => {
      const key = want.dataset?.key;
      let have = null;
      if (key) have = pool.get(key);
      else {
        have = at;
        while (have && !alike(have, want)) have = have.nextSibling;
      }
      if (!have) {
        from.insertBefore(want, at);
        return;
      }
      if (have === at) at = at.nextSibling;
      else from.insertBefore(have, at);
      if (have.nodeType === Node.ELEMENT_NODE) element(have, want, pool);
      else if (have.data !== want.data) have.data = want.data;
    });
    while (at) {
      const gone = at;
      at = at.nextSibling;
      gone.remove();
    }
  };

  window.boardMorph = (to) => {
    const board = document.getElementById('board');
    const focused = document.activeElement;
    const pool = new Map();
    board.querySelectorAll('[data-key]').forEach((one) => pool.set(one.dataset.key, one));
    fill(to);
    element(board, to, pool);
    if (focused?.isConnected && board.contains(focused)) focused.focus({ preventScroll: true });
  };
  window.boardMorph.known = known;
  document.addEventListener('DOMContentLoaded', () => fill(document.getElementById('board')));
})();
