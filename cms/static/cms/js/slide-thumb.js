/*
<t-slide><template>…</template></t-slide>: a slide drawn at any size.

The slide stands in a shadow root, so that neither the admin's styles nor the slide's reach
each other. The theme and the style sheet come from the nearest [data-slides-css].
*/
(() => {
  class Slide extends HTMLElement {
    connectedCallback() {
      // While the page is being read, the template inside is not there yet.
      if (document.readyState === 'loading') {
        document.addEventListener('DOMContentLoaded', () => this.draw(), { once: true });
      } else {
        this.draw();
      }
    }

    draw() {
      if (this.shadowRoot) return;
      const template = this.querySelector('template');
      const place = this.closest('[data-slides-css]');
      if (!template || !place) return;
      const root = this.attachShadow({ mode: 'open' });
      const sheet = document.createElement('link');
      sheet.rel = 'stylesheet';
      sheet.href = place.dataset.slidesCss;
      const frame = document.createElement('div');
      frame.className = 'slide-frame';
      frame.setAttribute('style', place.dataset.style || '');
      frame.style.visibility = 'hidden';
      sheet.addEventListener('load', () => frame.style.removeProperty('visibility'));
      frame.append(template.content.cloneNode(true));
      root.append(sheet, frame);
    }
  }
  customElements.define('t-slide', Slide);
})();
