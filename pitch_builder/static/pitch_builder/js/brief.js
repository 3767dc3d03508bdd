/*
A brief: Ctrl + Enter drafts it, as the button does; what is missing before the deck is made comes
into view. On the storyboard, the other slides for a place
are fetched when it is opened; a slide that is put in another's place goes the way of every change
there, and the place keeps the focus.
*/
(() => {
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    if (event.target.matches('.bf__words')) event.target.form.requestSubmit();
  });

  window.addEventListener('load', () => {
    const missing = document.querySelector('.bf__make .error-message');
    const field = missing?.closest('.w-field, .bf__make');
    [...(field?.querySelectorAll('button, input') || [])].find((one) => one.offsetParent)?.focus();
    field?.scrollIntoView({ block: 'center' });
  });

  // Such events do not bubble.
  document.addEventListener(
    'toggle',
    ({ target }) => target.matches('.bf__about[hx-get][open]') && htmx.trigger(target, 'bf-open'),
    true,
  );

  document.addEventListener('submit', (event) => {
    const form = event.target.closest('#board form[data-put]');
    if (!form) return;
    event.preventDefault();
    const { slide } = form.closest('[data-slide]').dataset;
    form.querySelector('button').disabled = true;
    window.boardChange(form.action, Object.fromEntries(new FormData(form)), null, () => {
      const card = window.boardSelection.cardOf(slide);
      const about = card?.querySelector('.bf__about');
      if (about) {
        about.open = false;
        about.querySelector('.bf__swap')?.replaceChildren();
      }
      if (card) window.boardSelection.goTo(card);
      window.boardSay();
    });
  });
})();
