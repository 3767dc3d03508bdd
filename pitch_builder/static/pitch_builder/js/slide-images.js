/* Copies a slide's picture to the clipboard. Browsers allow it on https and localhost only; the
   buttons stay hidden elsewhere. */
(() => {
  if (!navigator.clipboard || !window.ClipboardItem) return;

  const copy = async (button) => {
    const words = button.firstChild;
    const before = words.textContent;
    try {
      const picture = fetch(button.dataset.copyImage).then((answer) => {
        if (!answer.ok) throw new Error(answer.statusText);
        return answer.blob();
      });
      await navigator.clipboard.write([new ClipboardItem({ "image/png": picture })]);
      words.textContent = button.dataset.done;
    } catch {
      words.textContent = button.dataset.failed;
    }
    window.setTimeout(() => { words.textContent = before; }, 2000);
  };

  const show = () => {
    document.querySelectorAll("[data-copy-image]").forEach((button) => { button.hidden = false; });
  };

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", show);
  else show();

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy-image]");
    if (button) copy(button);
  });
})();
