/* A brief: Ctrl + Enter drafts it, as the button does. On the storyboard, the place that was
swapped keeps the focus. */
(() => {
  document.querySelector('.bf__words')?.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) event.target.form.requestSubmit();
  });
  document.addEventListener('click', (event) => {
    const button = event.target.closest('.bf__swap button');
    if (button) document.body.dataset.focusSlide = button.closest('[data-slide]').dataset.slide;
  });
})();
