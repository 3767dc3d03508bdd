/*
<t-slide><template>…</template></t-slide>: a slide drawn at any size.

The slide stands in a shadow root, so that neither the admin's styles nor the slide's reach
each other. The theme and the style sheet come from the nearest [data-slides-css]. It is a
picture: nothing in it takes the focus. `data-number` is the number in its footer, where that is
another than the drawing has; a drawing that comes later is shown by `redraw()`.
*/
(() => {
  const sheets = new Map();

  // One sheet for all slides of a page, which a slide that moves does not load again.
  const sheetOf = (href) => {
    if (!sheets.has(href)) {
      sheets.set(
        href,
        fetch(href)
          .then((response) => response.text())
          .then((text) => new CSSStyleSheet({ baseURL: href }).replace(text)),
      );
    }
    return sheets.get(href);
  };

  class Slide extends HTMLElement {
    static observedAttributes = ['data-number'];

    connectedCallback() {
      // While the page is being read, the template inside is not there yet.
      if (document.readyState === 'loading') {
        document.addEventListener('DOMContentLoaded', () => this.draw(), { once: true });
      } else {
        this.draw();
      }
    }

    attributeChangedCallback() {
      this.number();
    }

    draw() {
      if (this.shadowRoot) return;
      const template = this.querySelector('template');
      const place = this.closest('[data-slides-css]');
      if (!template || !place) return;
      const root = this.attachShadow({ mode: 'open' });
      const frame = document.createElement('div');
      frame.className = 'slide-frame';
      frame.inert = true;
      frame.setAttribute('style', place.dataset.style || '');
      frame.style.visibility = 'hidden';
      root.append(frame);
      this.fill(template);
      sheetOf(new URL(place.dataset.slidesCss, document.baseURI).href).then((sheet) => {
        root.adoptedStyleSheets = [sheet];
        frame.style.removeProperty('visibility');
      });
    }

    redraw() {
      const template = this.querySelector('template');
      if (!this.shadowRoot) this.draw();
      else if (template) this.fill(template);
    }

    fill(template) {
      this.shadowRoot.firstElementChild.replaceChildren(template.content.cloneNode(true));
      this.number();
    }

    number() {
      const page = this.shadowRoot?.querySelector('.footer .page');
      if (page && this.dataset.number) page.textContent = this.dataset.number;
    }
  }
  customElements.define('t-slide', Slide);
})();
