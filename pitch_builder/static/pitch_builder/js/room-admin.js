/* A room's page: asks for new visits while somebody looks, and copies links. */
(() => {
  const look = () => {
    if (document.visibilityState === 'visible') {
      document.body.dispatchEvent(new CustomEvent('rm-look'));
    }
  };
  setInterval(look, 4000);
  document.addEventListener('visibilitychange', look);

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
