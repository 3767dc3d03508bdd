/*
<slide-choice>: a field that chooses one slide of an asset.

Its own input holds the slide's block id; the input beside it, named …-asset, the asset's id.
*/
(() => {
  if (customElements.get('slide-choice')) return;

  const get = async (address) => {
    const response = await fetch(address, { headers: { 'HX-Request': 'true' } });
    if (!response.ok) throw new Error(response.statusText);
    return response.text();
  };

  class SlideChoice extends HTMLElement {
    connectedCallback() {
      if (document.readyState === 'loading') {
        document.addEventListener('DOMContentLoaded', () => this.start(), { once: true });
      } else {
        this.start();
      }
    }

    start() {
      if (this.started) return;
      this.started = true;
      this.block = this.querySelector('input');
      this.button = this.querySelector('[data-open]');
      this.button.addEventListener('click', () => this.open());
      this.show();
    }

    get asset() {
      return document.getElementsByName(this.block.name.replace(/block_id$/, 'asset'))[0];
    }

    async show() {
      if (!this.block.value || !this.asset?.value) return;
      this.button.textContent = this.button.dataset.other;
      const address = this.dataset.chosen
        .replace('/0/', `/${this.asset.value}/`)
        .replace('/block/', `/${this.block.value}/`);
      const card = this.querySelector('[data-card]');
      try {
        card.innerHTML = await get(address);
      } catch {
        card.replaceChildren();
      }
    }

    async open() {
      document.querySelector('.sc__dialog')?.remove();
      document.body.insertAdjacentHTML('beforeend', await get(this.dataset.choices));
      const dialog = document.querySelector('.sc__dialog');
      htmx.process(dialog);
      dialog.addEventListener('click', (event) => {
        const slide = event.target.closest('[data-block]');
        if (slide) this.take(slide, dialog);
        else if (event.target === dialog) dialog.close();
      });
      dialog.addEventListener('close', () => {
        dialog.remove();
        this.button.focus();
      });
      dialog.showModal();
      dialog.querySelector('input').focus();
    }

    take(slide, dialog) {
      this.asset.value = slide.dataset.asset;
      this.block.value = slide.dataset.block;
      this.block.dispatchEvent(new Event('change', { bubbles: true }));
      dialog.close();
      this.show();
    }
  }
  customElements.define('slide-choice', SlideChoice);
})();
