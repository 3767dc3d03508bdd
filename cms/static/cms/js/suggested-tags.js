// Suggested tags: a chip ticks the box of its tag in the form; the review list ticks by confidence.
(() => {
    'use strict';

    const boxOf = (chip) => {
        const { tgField, tgTerm } = chip.dataset;
        return document.querySelector(`input[type=checkbox][name="${tgField}"][value="${tgTerm}"]`);
    };

    const sync = () => {
        document.querySelectorAll('.tg__chip').forEach((chip) => {
            chip.setAttribute('aria-pressed', String(Boolean(boxOf(chip)?.checked)));
        });
        const boxes = document.querySelectorAll('[data-tg-percent]:checked').length;
        document.querySelectorAll('[data-tg-count]').forEach((place) => { place.textContent = boxes; });
    };

    document.addEventListener('click', (event) => {
        const chip = event.target.closest('.tg__chip');
        const box = chip && boxOf(chip);
        if (!box) { return; }
        box.checked = !box.checked;
        box.dispatchEvent(new Event('input', { bubbles: true }));
        box.dispatchEvent(new Event('change', { bubbles: true }));
        const status = document.querySelector('[data-tg-status]');
        const said = box.checked ? status.dataset.tgAdded : status.dataset.tgRemoved;
        status.textContent = `${box.closest('label')?.textContent.trim() ?? ''} ${said}`;
    });

    document.addEventListener('change', (event) => {
        if (event.target.matches('[data-tg-at]')) {
            const at = Number(event.target.value);
            document.querySelectorAll('[data-tg-percent]').forEach((box) => {
                box.checked = Number(box.dataset.tgPercent) >= at;
            });
        }
        sync();
    });

    document.addEventListener('htmx:afterSwap', sync);
    new MutationObserver(() => {
        if (document.querySelector('[data-tg-count]')?.textContent === '…') { sync(); }
    }).observe(document.documentElement, { childList: true, subtree: true });
    document.addEventListener('DOMContentLoaded', sync);
    sync();
})();
