/* The copy buttons of a room's links. */
(() => {
  document.addEventListener('click', async (event) => {
    const button = event.target.closest?.('[data-copy]');
    if (!button) return;
    const words = button.textContent;
    const field = button.parentElement.querySelector('input');
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
    } catch {
      field.select();
      document.execCommand('copy');
    }
    button.textContent = '✓';
    button.setAttribute('aria-label', 'Copied');
    setTimeout(() => {
      button.textContent = words;
      button.removeAttribute('aria-label');
    }, 1600);
  });
})();
