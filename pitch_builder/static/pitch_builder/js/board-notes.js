/* Speaker notes of one slide, in a box at its card; saved while typing. */
(() => {
  const words = window.boardWords;
  const box = document.getElementById('sb-notes');
  if (!box) return;
  const field = document.getElementById('sb-notes-text');
  const PAUSE = 800;
  let open = null;
  let timer = 0;

  const save = () => {
    window.clearTimeout(timer);
    if (!open || field.value === open.saved) return;
    const was = open.saved;
    open.saved = field.value;
    const card = window.boardSelection.cardOf(open.slide);
    if (card) card.dataset.notes = field.value;
    window.boardChange(document.getElementById('board').dataset.notesUrl, {
      slide: open.slide,
      notes: field.value,
      was,
    });
  };

  window.boardNotes = (card, button) => {
    save();
    open = { slide: card.dataset.slide, saved: card.dataset.notes || '', button };
    field.value = open.saved;
    document.getElementById('sb-notes-title').textContent = words.notesOf.replace(
      '%s',
      card.dataset.title,
    );
    window.boardOpen(box, button);
    field.focus();
  };

  field.addEventListener('input', () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(save, PAUSE);
  });
  box.addEventListener('toggle', (event) => {
    if (event.newState !== 'closed') return;
    save();
    const card = open && window.boardSelection.cardOf(open.slide);
    if (card) card.querySelector('[data-card-menu]').focus({ preventScroll: true });
    open = null;
  });
  window.addEventListener('pagehide', save);
})();
